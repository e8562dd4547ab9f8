import { quoteIdent } from '../../model/id.js';
import { type AlterContext, defineKind, type Of, type Sides, type Surroundings } from '../kind.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { operatorDocument } from './manifest.js';

export interface OperatorAttributes {
  function: string;
  /** `null` for a prefix operator. */
  left: string | null;
  right: string;
  /** `schema.symbols`. */
  commutator: string | null;
  negator: string | null;
  /** Selectivity estimators. */
  restrict: string | null;
  join: string | null;
  hashes: boolean;
  merges: boolean;
}

const symbols = (o: Of<OperatorAttributes>): string => `${quoteIdent(o.id.schema ?? '')}.${o.id.name}`;
const signature = (o: Of<OperatorAttributes>): string =>
  `${symbols(o)} (${o.attributes.left ?? 'none'}, ${o.attributes.right})`;

function create(o: Of<OperatorAttributes>): string {
  const a = o.attributes;
  const parts = [
    `function = ${a.function}`,
    ...(a.left === null ? [] : [`leftarg = ${a.left}`]),
    `rightarg = ${a.right}`,
    ...(a.commutator === null ? [] : [`commutator = operator(${a.commutator})`]),
    ...(a.negator === null ? [] : [`negator = operator(${a.negator})`]),
    ...(a.restrict === null ? [] : [`restrict = ${a.restrict}`]),
    ...(a.join === null ? [] : [`join = ${a.join}`]),
    ...(a.hashes ? ['hashes'] : []),
    ...(a.merges ? ['merges'] : []),
  ];
  return `create operator ${symbols(o)} (${parts.join(', ')})`;
}

/** Estimators change on every major; what else may be set, and only once, came with 17 (ALTER OPERATOR in the manual). */
function alter({ before, after, changed, around }: AlterContext<OperatorAttributes>): string[] | 'replace' {
  const [b, a] = [before.attributes, after.attributes];
  const links = (['commutator', 'negator'] as const).filter((key) => changed.has(key));
  const flags = (['hashes', 'merges'] as const).filter((key) => changed.has(key));
  // Dropping the other operator of a pair takes the link away by itself, and making it sets the link. Between two that are
  // there it is set from 17 on.
  const byPair = links.every((key) => {
    const [from, to] = [b[key], a[key]];
    if (to === null) return from === null || !pairs(from, around.catalog.objects.values());
    return from === null && (around.version >= 170000 || !stands(to, around));
  });
  if (!byPair || flags.some((key) => !a[key] || around.version < 170000)) return 'replace';
  const parts = [
    ...(changed.has('restrict') ? [`restrict = ${a.restrict ?? 'none'}`] : []),
    ...(changed.has('join') ? [`join = ${a.join ?? 'none'}`] : []),
    ...(around.version >= 170000
      ? links
          .filter((key) => a[key] !== null && stands(a[key], around))
          .map((key) => `${key} = operator(${a[key]})`)
      : []),
    ...flags,
  ];
  return parts.length === 0 ? [] : [`alter operator ${signature(after)} set (${parts.join(', ')})`];
}

/** Whether an operator of that name is there. */
function pairs(name: string, objects: Iterable<Pick<Of<OperatorAttributes>, 'id'>>): boolean {
  for (const { id } of objects) {
    if (id.kind === 'operator' && `${quoteIdent(id.schema ?? '')}.${id.name}` === name) return true;
  }
  return false;
}

/** Whether an operator of that name is there already: one that is made in the same plan sets the link itself. */
function stands(name: string, around: Surroundings): boolean {
  const named = [...around.catalog.objects.values()].filter(
    ({ id }) => id.kind === 'operator' && `${quoteIdent(id.schema ?? '')}.${id.name}` === name,
  );
  return named.length === 0 || named.some(({ key }) => around.standing?.(key) !== undefined);
}

/**
 * Whoever makes an operator must own the others of its pair too; one that is only promised is the property of whoever
 * promised it (OperatorCreate in pg_operator.c).
 */
function ownsBoth(o: Of<OperatorAttributes>, { live, wanted }: Sides): boolean {
  const operators = (side: Sides['live']): Of<OperatorAttributes>[] =>
    [...side.values()].filter(({ id }) => id.kind === 'operator') as never[];
  const [before, after] = [operators(live), operators(wanted)];
  const own = symbols(o);
  const owned = [o.attributes.commutator, o.attributes.negator].every((name) => {
    if (name === null || name === own) return true;
    const named = [...before, ...after].filter((one) => symbols(one) === name);
    return named.length > 0 && named.every(({ owner }) => owner === o.owner);
  });
  const promised = before.some(({ attributes: a }) => a.commutator === own || a.negator === own);
  return owned && (live.has(o.key) || !promised);
}

const other = (column: string): string =>
  `(select quote_ident(x.nspname) || '.' || y.oprname from pg_operator y join pg_namespace x on x.oid = y.oprnamespace where y.oid = o.${column})`;
const routine = (column: string): string =>
  `case when o.${column}::oid <> 0 then o.${column}::regproc::text end`;
const left = 'case when o.oprleft <> 0 then format_type(o.oprleft, null) end';

export const operator = defineKind<OperatorAttributes>({
  name: 'operator',
  plural: 'operators',
  sqlType: 'OPERATOR',
  catalog: 'pg_operator',
  part: false,
  owned: true,
  privileges: null,
  rank: 9,
  asks: () => ({ f: 'execute', T: 'usage' }),
  ownsAll: ownsBoth,
  // Without a function it is a shell: the promised other half of a pair.
  read: () =>
    `select ${row({
      oid: 'o.oid',
      schema: 'n.nspname',
      name: 'o.oprname',
      args: `coalesce(${left}, 'none') || ', ' || format_type(o.oprright, null)`,
      owner: 'o.oprowner',
      attributes: attributes({
        function: 'o.oprcode::regproc::text',
        left,
        right: 'format_type(o.oprright, null)',
        commutator: other('oprcom'),
        negator: other('oprnegate'),
        restrict: routine('oprrest'),
        join: routine('oprjoin'),
        hashes: 'o.oprcanhash',
        merges: 'o.oprcanmerge',
      }),
    })} from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where o.oprcode::oid <> 0 and ${USER_SCHEMA}`,
  create: (o) => [create(o)],
  drop: (o) => [`drop operator ${signature(o)}`],
  commentTarget: (o) => `OPERATOR ${signature(o)}`,
  spelling: {
    texts: (ref) =>
      ref.arguments === null ? [] : [`${quoteIdent(ref.schema ?? '')}.${ref.name}(${ref.arguments})`],
    sql: "(select coalesce(case when o.oprleft <> 0 then format_type(o.oprleft, null) end, 'none') || ', ' || format_type(o.oprright, null) from pg_operator o where o.oid = q.found[1])",
    find: 'array[to_regoperator(q.a)::oid]',
    field: 'arguments',
  },
  document: operatorDocument,
  attributes: {
    function: { alter: 'replace' },
    left: { alter: 'replace' },
    right: { alter: 'replace' },
    commutator: { alter, comesAlong: true },
    negator: { alter, comesAlong: true },
    restrict: { alter },
    join: { alter },
    hashes: { alter },
    merges: { alter },
  },
});

export const kinds = [operator];
