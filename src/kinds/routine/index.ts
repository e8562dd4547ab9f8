import type { Catalog } from '../../model/catalog.js';
import { keyOf, objectId, quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { type AlterContext, type AnyKind, defineKind, type Of } from '../kind.js';
import { routineSpelling } from '../spelling.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { atomicText, unmistakable } from '../text.js';
import { takesArguments } from './arguments.js';
import { inLibrary } from './library.js';
import { routineDocument } from './manifest.js';
import { settingClause } from './settings.js';

export interface RoutineAttributes {
  /** pg_get_function_arguments: names, modes, types, defaults. */
  arguments: string;
  /** pg_get_function_result; null for procedures. */
  returns: string | null;
  language: string;
  /** prosrc, or the SQL-standard body as pg_get_function_sqlbody prints it. */
  body: string;
  /** The body is SQL-standard (BEGIN ATOMIC / RETURN), not a string. */
  atomic: boolean;
  /** The library file of a C function. */
  library: string | null;
  window: boolean;
  volatility: string;
  strict: boolean;
  securityDefiner: boolean;
  leakproof: boolean;
  parallel: string;
  cost: number;
  rows: number;
  support: string | null;
  /** `name=value` settings in force while it runs, in the order in which they were set. */
  config: string[];
  transforms: string[];
}
type Change = AlterContext<RoutineAttributes>;

/** A dollar quote whose tag does not occur in the body. */
export function dollarQuote(body: string): string {
  let tag = '';
  while (body.includes(`$${tag}$`) || (tag === '' && body.endsWith('$')))
    tag = tag === '' ? 'body' : `${tag}_`;
  return `$${tag}$${body}$${tag}$`;
}

/** In state's words; INSERT as it is printed, which names its columns: they may stand in another order. */
function atomicBody(o: Of<RoutineAttributes>): string {
  const text = atomicText(o as never);
  return text === null || /\binsert\b/i.test(text) ? o.attributes.body : text;
}

function define(o: Of<RoutineAttributes>, word: string, verb: string): string {
  const a = o.attributes;
  const name = sqlName({ ...o.id, arguments: null });
  const volatility: Record<string, string> = { i: 'immutable', s: 'stable', v: '' };
  const parallel: Record<string, string> = { s: 'parallel safe', r: 'parallel restricted', u: '' };
  const usual = a.language === 'c' || a.language === 'internal' ? 1 : 100;
  const set = a.returns !== null && /^(SETOF |TABLE\()/.test(a.returns);
  const clauses = [
    ...(a.returns !== null ? [`returns ${a.returns}`] : []),
    `language ${quoteIdent(a.language)}`,
    ...(a.transforms.length > 0
      ? [`transform ${a.transforms.map((type) => `for type ${type}`).join(', ')}`]
      : []),
    ...(a.window ? ['window'] : []),
    volatility[a.volatility] ?? '',
    a.strict ? 'strict' : '',
    a.securityDefiner ? 'security definer' : '',
    a.leakproof ? 'leakproof' : '',
    parallel[a.parallel] ?? '',
    ...(a.returns !== null && a.cost !== usual ? [`cost ${a.cost}`] : []),
    ...(set && a.rows !== 1000 ? [`rows ${a.rows}`] : []),
    ...(a.support !== null ? [`support ${a.support}`] : []),
    ...a.config.map(settingClause),
    a.atomic
      ? atomicBody(o)
      : a.library !== null
        ? `as ${quoteLiteral(a.library)}, ${quoteLiteral(a.body)}`
        : `as ${dollarQuote(a.body)}`,
  ].filter((clause) => clause !== '');
  return `${verb} ${word} ${name}(${a.arguments})\n${clauses.join('\n')}`;
}

/** What CREATE OR REPLACE takes: neither another result nor a window function for a plain one. */
const replaceable = ({ before: { attributes: was }, after: { attributes: is } }: Change): boolean =>
  was.returns === is.returns && was.window === is.window && takesArguments(was.arguments, is.arguments);

/** Trusted languages are everybody's; C and internal functions are a superuser's to make. */
function trusted(language: string, catalog: Catalog): boolean {
  const own = catalog.objects.get(keyOf(objectId('language', null, language)));
  return own === undefined ? language !== 'c' && language !== 'internal' : own.attributes.trusted === true;
}

function routine(name: 'function' | 'procedure', plural: string, prokind: string): AnyKind {
  const redefine = (change: Change): string[] | 'replace' =>
    replaceable(change) ? [define(unmistakable(change), name, 'create or replace')] : 'replace';
  const rule = { alter: redefine, lock: null };
  return defineKind<RoutineAttributes>({
    name,
    plural,
    sqlType: name.toUpperCase(),
    catalog: 'pg_proc',
    part: false,
    owned: true,
    privileges: { letter: 'f', word: name.toUpperCase(), defaults: 'f' },
    rank: 8,
    spelling: routineSpelling,
    superuserOnly: ({ attributes: a }, catalog) => a.leakproof || !trusted(a.language, catalog),
    orReplace: true,
    givesRows: ({ attributes: { atomic, returns, body } }) =>
      atomic && returns !== null ? { type: returns.replace(/^SETOF /, ''), text: body } : null,
    access: {
      privileges: ['EXECUTE'],
      attributes: ['securityDefiner'],
      actsAs: ({ attributes: a }) => (a.securityDefiner ? 'owner' : 'caller'),
    },
    read: () =>
      `select ${row({
        oid: 'p.oid',
        schema: 'n.nspname',
        name: 'p.proname',
        args: "coalesce((select string_agg(format_type(t.oid, null), ', ' order by t.ord) from unnest(p.proargtypes) with ordinality as t(oid, ord)), '')",
        owner: 'p.proowner',
        acl: 'p.proacl',
        attributes: attributes({
          arguments: 'pg_get_function_arguments(p.oid)',
          returns: name === 'procedure' ? 'null' : 'pg_get_function_result(p.oid)',
          language: 'l.lanname',
          body: 'coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)',
          atomic: 'p.prosqlbody is not null',
          library: 'p.probin',
          window: "p.prokind = 'w'",
          volatility: 'p.provolatile',
          strict: 'p.proisstrict',
          securityDefiner: 'p.prosecdef',
          leakproof: 'p.proleakproof',
          parallel: 'p.proparallel',
          cost: 'p.procost',
          rows: 'p.prorows',
          support: 'case when p.prosupport <> 0 then p.prosupport::regproc::text end',
          config:
            "coalesce((select jsonb_agg(c.c order by c.at) from unnest(p.proconfig) with ordinality c(c, at)), '[]'::jsonb)",
          transforms:
            "coalesce((select jsonb_agg(format_type(t, null)) from unnest(p.protrftypes) t), '[]'::jsonb)",
        }),
      })} from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
       where p.prokind in (${prokind}) and ${USER_SCHEMA} and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass
         and d.objid = p.oid and d.deptype = 'i' and d.refclassid = 'pg_type'::regclass)`,
    create: (o) => [define(o, name, 'create')],
    body: ({ attributes: a }) => {
      if (a.atomic || a.library !== null || !['sql', 'plpgsql'].includes(a.language)) return null;
      const path = a.config.find((setting) => setting.startsWith('search_path='));
      return {
        language: a.language,
        text: a.body,
        searchPath: path === undefined ? null : path.slice('search_path='.length),
      };
    },
    standIn: (o) => {
      const stub = {
        ...o.attributes,
        language: 'plpgsql',
        body: 'begin end',
        atomic: false,
        library: null,
        support: null,
        transforms: [],
        window: false,
        config: [],
      };
      return [define({ ...o, attributes: stub }, name, 'create')];
    },
    // A body that is text names nothing yet.
    opens: {
      hollow: (o) => {
        const none = { ...o.attributes, atomic: false, body: '' };
        return define(o.attributes.atomic ? { ...o, attributes: none } : o, name, 'create or replace');
      },
      whole: (o) => define(o, name, 'create or replace'),
    },
    // The embedded engine loads no library.
    narrow: (sql) => inLibrary(sql)?.stub ?? sql,
    meant: ({ id, declaration }) => {
      const found = inLibrary(declaration?.text ?? '');
      if (found === null) return {};
      return { language: 'c', library: found.library, body: found.symbol ?? id.name };
    },
    drop: (o) => [`drop ${name} ${sqlName(o.id)}`],
    rename: (o, to) => [`alter ${name} ${sqlName(o.id)} rename to ${quoteIdent(to)}`],
    document: routineDocument,
    attributes: {
      arguments: { ...rule, definition: true },
      returns: { alter: 'replace', lock: null },
      language: rule,
      body: { ...rule, definition: true },
      atomic: rule,
      library: rule,
      window: { alter: 'replace', lock: null },
      volatility: rule,
      strict: rule,
      securityDefiner: rule,
      leakproof: rule,
      parallel: rule,
      cost: rule,
      rows: rule,
      support: rule,
      config: { ...rule, usual: [] },
      transforms: rule,
    },
  });
}

export const functionKind = routine('function', 'functions', "'f', 'w'");
export const procedure = routine('procedure', 'procedures', "'p'");

export const kinds = [functionKind, procedure];
