import { isKind, kindOf } from '../kinds/registry.js';
import {
  type Alteration,
  describeStatement,
  firstSchema,
  parseStatement,
  type Statement,
  splitStatements,
  withNoData,
} from '../sql/index.js';
import { Alterations } from './alterations.js';
import { directives, innerDirectives, strayDirectives } from './directives.js';
import type { Collected } from './doc.js';
import type { Source } from './source.js';
import type { DeclaredRef, ObjectRef, StateStatement } from './state.js';

/** Turns .sql files into statements and declarations. YAML must be loaded before: what .sql says of it is added to it. */
export function loadSqlFiles(sources: readonly Source[], into: Collected): void {
  const alterations = new Alterations(into.declared);
  for (const source of sources) loadFile(source, into, alterations);
  alterations.finish();
}

function loadFile(source: Source, into: Collected, alterations: Alterations): void {
  const { statements, strays, error } = splitStatements(source.text);
  if (error !== undefined)
    into.problems.push(source.problem('sql-syntax', error.message, error.offset, error.hint));
  into.problems.push(...strayDirectives(source, strays));
  let searchPath: string | null = null;
  let role: string | null = null;
  let unchecked = false;
  for (const one of statements) {
    const parsed = parseStatement(one.sql);
    const tree = parsed.kind === 'parsed' ? parsed.tree : null;
    const schema = searchPath === null ? 'public' : firstSchema(searchPath);
    const described = describeStatement(one.sql, tree, schema);
    const { renamedFrom, problems } = directives(source, one.comments, described.creates[0]);
    const inner = innerDirectives(source, one, described.creates[0]);
    into.problems.push(...problems, ...inner.problems);
    if (described.checksBodies !== undefined) unchecked = !described.checksBodies;
    if (described.searchPath !== undefined) {
      searchPath = described.searchPath;
      continue;
    }
    if (described.role !== undefined) {
      role = described.role;
      continue;
    }
    if (described.checksBodies !== undefined) continue;
    const alters = described.alters.map((alteration) => actedBy(inPath(alteration, schema), role));
    // The scratch stores the query of a materialised view and does not run it.
    const empty = withNoData(one.sql, tree);
    into.statements.push({
      ...statement(source, one),
      ...(empty === null ? {} : { sql: empty }),
      class: empty === null ? described.class : 'local',
      creates: described.creates,
      alters: alters.map(({ ref }) => ref),
      searchPath,
      ...(role === null ? {} : { as: role }),
      ...(unchecked ? { unchecked } : {}),
      ...(described.untold === undefined ? {} : { untold: described.untold }),
    });
    const mark = into.declared.length;
    into.declared.push(...declarations(source, one, described.creates, renamedFrom, role), ...inner.declared);
    alterations.apply(alters, tree, source.position(one.start), mark);
  }
}

/** CURRENT_USER is whom SET ROLE had made act. */
const actedBy = (alteration: Alteration, role: string | null): Alteration =>
  role !== null && /^CURRENT_(USER|ROLE)$/.test(alteration.owner ?? '')
    ? { ...alteration, owner: role }
    : alteration;

/** A mention without a schema, where the search_path has it. */
function inPath<T extends { readonly ref: ObjectRef }>(alteration: T, schema: string | null): T {
  const { ref } = alteration;
  return ref.schema !== null || GLOBAL.has(ref.kind)
    ? alteration
    : { ...alteration, ref: { ...ref, schema } };
}

/** Kinds without a schema. */
const GLOBAL = new Set(
  'access_method cast database event_trigger extension foreign_data_wrapper language parameter publication role schema server subscription tablespace transform user_mapping large_object object'.split(
    ' ',
  ),
);

function statement(source: Source, one: Statement): Pick<StateStatement, 'sql' | 'at' | 'locate' | 'line'> {
  return {
    sql: one.sql,
    at: source.position(one.start),
    locate: (offset) => source.position(one.start + Math.min(offset, one.sql.length)),
    line: (position) => source.line(position.line),
  };
}

/** `.sql` decides everything of what it creates; owner, grants and comment only where a statement says them. */
function declarations(
  source: Source,
  one: Statement,
  creates: readonly ObjectRef[],
  renamedFrom: readonly string[],
  role: string | null,
): DeclaredRef[] {
  const [first] = creates;
  const again = replaces(one.sql);
  // What a role makes is its own, unless the statement gives it to another at once.
  const named = again || /\bauthorization\b/i.test(one.sql);
  const owns = ({ kind, table }: ObjectRef): boolean =>
    table === null && isKind(kind) && kindOf(kind).owned && kindOf(kind).superuserOwned !== true;
  return creates.map((ref) => ({
    ref,
    at: source.position(one.start),
    // Several parts made by one ALTER TABLE have no text of their own.
    text: ref === first && (creates.length === 1 || ref.table === null) ? one.sql : null,
    attributes: 'all',
    sections: 'all',
    owner: !named && owns(ref) ? role : null,
    grants: false,
    comment: false,
    renamedFrom: ref === first ? renamedFrom : [],
    partial: false,
    replaces: again,
  }));
}

/** CREATE OR REPLACE and IF NOT EXISTS may meet what is declared already. */
function replaces(sql: string): boolean {
  return /^create\s+or\s+replace\b|^(create|alter)\b[^('"]*?\bif\s+not\s+exists\b/i.test(sql);
}
