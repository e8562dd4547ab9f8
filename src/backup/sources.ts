import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import type { Loss, PlanResult } from '../plan/result.js';
import { namesAfter } from './names-after.js';

export interface Column {
  name: string;
  /** pg_attribute.attnum */
  at: number;
  /** Its name once the plan has been applied; for a column that goes, the one that it has. */
  now: string;
  type: string;
  /** Part of the primary key. */
  key: boolean;
  notNull: boolean;
  /** Text after DEFAULT, under the names of afterwards; for generated columns the expression. */
  default: string | null;
  /** pg_attribute.attgenerated: '' where it is none. */
  generated: string;
  identity: string;
  collation: string | null;
}

/** One relation whose rows are copied, and how to get at all of them. */
export interface Source {
  oid: number;
  schema: string;
  name: string;
  /** The same once the plan has been applied. */
  now: { readonly schema: string; readonly name: string };
  /** Both quoted where needed. */
  qualified: string;
  kind: string;
  owner: string;
  columns: Column[];
  populated: boolean;
  /** Bytes on the server's disk, out-of-line values included. */
  size: number;
  /** Who reads; `null`: the connecting role. */
  role: string | null;
  /** FORCE ROW LEVEL SECURITY has to be lifted by the owner meanwhile. */
  lift: boolean;
  /** Columns that are lost; `null`: whole rows. */
  lost: readonly string[] | null;
}

interface Row extends Omit<Source, 'role' | 'lift' | 'lost' | 'now' | 'columns'> {
  columns: Omit<Column, 'now'>[];
  root: number;
  actAs: boolean;
  ownerReads: boolean;
  ownerBound: boolean;
  connectedReads: boolean;
  who: string;
}

/** The relations themselves and, for partitioned and inherited tables, everything below them. */
const RELATIONS = (version: number): string => `
  with recursive tree(root, oid) as (
    select r, r from unnest($1::oid[]) r union select t.root, i.inhrelid from tree t join pg_catalog.pg_inherits i on i.inhparent = t.oid),
  me as (select rolsuper or rolbypassrls as bypass from pg_catalog.pg_roles where rolname = current_user)
  select t.root, c.oid, n.nspname::text as schema, c.relname::text as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as qualified,
    c.relkind::text as kind, o.rolname::text as owner, c.relispopulated as populated, pg_table_size(c.oid)::float8 as size, current_user::text as who,
    pg_has_role(c.relowner, '${version >= 160000 ? 'SET' : 'MEMBER'}') as "actAs",
    o.rolsuper or (has_table_privilege(c.relowner, c.oid, 'SELECT') and has_schema_privilege(c.relowner, n.oid, 'USAGE')) as "ownerReads",
    c.relrowsecurity and c.relforcerowsecurity and not (o.rolsuper or o.rolbypassrls) as "ownerBound",
    has_table_privilege(c.oid, 'SELECT') and has_schema_privilege(n.oid, 'USAGE')
      and (not c.relrowsecurity or me.bypass or (c.relowner::regrole::text = quote_ident(current_user) and not c.relforcerowsecurity)) as "connectedReads",
    coalesce((select json_agg(json_build_object('name', a.attname, 'at', a.attnum, 'type', format_type(a.atttypid, a.atttypmod), 'key', coalesce(a.attnum = any (k.conkey), false),
        'notNull', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid), 'generated', a.attgenerated, 'identity', a.attidentity,
        'collation', (select quote_ident(cn.nspname) || '.' || quote_ident(l.collname) from pg_catalog.pg_collation l
          join pg_catalog.pg_namespace cn on cn.oid = l.collnamespace where l.oid = a.attcollation and a.attcollation <> ty.typcollation)) order by a.attnum)
      from pg_catalog.pg_attribute a join pg_catalog.pg_type ty on ty.oid = a.atttypid
      left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      left join pg_catalog.pg_constraint k on k.conrelid = a.attrelid and k.contype = 'p'
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]') as columns
  from tree t join pg_catalog.pg_class c on c.oid = t.oid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_roles o on o.oid = c.relowner, me
  where c.relkind in ('r', 'm') order by n.nspname, c.relname`;

/** Everything whose rows the plan destroys, leaf by leaf, each once. @throws UserError where rows cannot be read whole. */
export async function findSources(session: Session, result: PlanResult): Promise<Source[]> {
  const losses = result.losses.filter((loss) => loss.kind !== 'sequence');
  if (losses.length === 0) return [];
  const oids = [...new Set(losses.map((loss) => loss.relation.address.oid))];
  const rows = await session.query<Row>(RELATIONS(session.version), [oids]);
  const names = namesAfter(result);
  const sources = new Map<number, Source>();
  for (const row of rows) {
    const object = names.relation(row.oid);
    const key = object?.key;
    const columns = row.columns.map((column): Column => {
      const live = names.column(row.oid, column.at);
      const text = live?.attributes.default;
      return {
        ...column,
        now: live?.id.name ?? column.name,
        default: typeof text === 'string' ? text : column.default,
      };
    });
    // A child that survives its parent's drop keeps its rows.
    const survives = row.oid !== row.root && key !== undefined && result.expected.get(key) !== null;
    const lost = lostColumns(
      losses.filter((loss) => loss.relation.address.oid === row.root),
      columns,
    );
    if (lost === null && survives) continue;
    const known = sources.get(row.oid);
    const merged =
      known?.lost === null || lost === null ? null : [...new Set([...(known?.lost ?? []), ...lost])];
    const now = { schema: object?.id.schema ?? row.schema, name: object?.id.name ?? row.name };
    sources.set(row.oid, {
      ...row,
      columns,
      now,
      ...readerOf(row),
      lost: known === undefined ? lost : merged,
    });
  }
  return [...sources.values()];
}

/** Names as they are before the plan, which speaks of columns by those that they have then; `null`: whole rows. */
function lostColumns(losses: readonly Loss[], columns: readonly Column[]): readonly string[] | null {
  if (losses.some((loss) => loss.columns === null)) return null;
  const before = new Map(columns.map(({ name, now }) => [now, name]));
  return losses.flatMap((loss) => (loss.columns ?? []).map((name) => before.get(name) ?? name));
}

/** The owner, unless bound by FORCE; else the connecting role, where it sees every row; else the owner with FORCE lifted. */
function readerOf(row: Row): { role: string | null; lift: boolean } {
  const role = row.owner === row.who ? null : row.owner;
  if (row.actAs && row.ownerReads && !row.ownerBound) return { role, lift: false };
  if (row.connectedReads) return { role: null, lift: false };
  if (row.actAs && row.ownerReads) return { role, lift: true };
  throw userError(
    'backup',
    `table ${row.qualified} cannot be backed up: neither its owner ${row.owner} nor ${row.who} can read all of its rows. Nothing was changed.`,
    {
      hint: `Have it granted: GRANT SELECT ON ${row.qualified} TO ${row.owner}, or set guard.backup to none.`,
    },
  );
}
