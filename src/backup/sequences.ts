import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { quoteIdent } from '../model/id.js';
import type { PlanResult } from '../plan/result.js';
import type { SequencePosition } from './manifest.js';
import { type NamesAfter, namesAfter } from './names-after.js';
import type { Source } from './sources.js';

interface Row {
  oid: number;
  tableOid: number | null;
  attnum: number | null;
  schema: string;
  name: string;
  qualified: string;
  owner: string;
  actAs: boolean;
  ownerReads: boolean;
  connectedReads: boolean;
  tableSchema: string | null;
  tableName: string | null;
  column: string | null;
}

const SEQUENCES = (version: number): string => `
  select c.oid, t.oid as "tableOid", a.attnum::int as attnum, n.nspname::text as schema, c.relname::text as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as qualified,
    o.rolname::text as owner, o.rolname <> current_user and pg_has_role(c.relowner, '${version >= 160000 ? 'SET' : 'MEMBER'}') as "actAs",
    o.rolsuper or (has_sequence_privilege(c.relowner, c.oid, 'SELECT') and has_schema_privilege(c.relowner, n.oid, 'USAGE')) as "ownerReads",
    has_sequence_privilege(c.oid, 'SELECT') and has_schema_privilege(n.oid, 'USAGE') as "connectedReads",
    tn.nspname::text as "tableSchema", t.relname::text as "tableName", a.attname::text as "column"
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_roles o on o.oid = c.relowner
    left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.objsubid = 0
      and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    left join pg_catalog.pg_class t on t.oid = d.refobjid left join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
    left join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
  where c.relkind = 'S' and (c.oid = any ($1) or t.oid = any ($2)
    or exists (select from unnest($3::oid[], $4::text[]) l(relid, attname) where l.relid = t.oid and l.attname = a.attname))
  order by 1, 2`;

/** Where a sequence stands, and the same under the names of after the plan. */
export interface Position {
  readonly before: SequencePosition;
  readonly after: SequencePosition;
}

/** Where the sequences stand that go with lost tables and columns, or are lost themselves. */
export async function readPositions(
  session: Session,
  result: PlanResult,
  sources: readonly Source[],
): Promise<Position[]> {
  const own = result.losses
    .filter((loss) => loss.kind === 'sequence')
    .map((loss) => loss.relation.address.oid);
  // A partitioned table has no rows of its own but may own sequences.
  const whole = result.losses.filter((loss) => loss.columns === null && loss.kind !== 'sequence');
  const tables = new Set([
    ...sources.filter((source) => source.lost === null).map((source) => source.oid),
    ...whole.map((loss) => loss.relation.address.oid),
  ]);
  const columns = result.losses.flatMap((loss) =>
    (loss.columns ?? []).map((name) => ({ oid: loss.relation.address.oid, name })),
  );
  if (own.length + tables.size + columns.length === 0) return [];
  const rows = await session.query<Row>(SEQUENCES(session.version), [
    own,
    [...tables],
    columns.map((column) => column.oid),
    columns.map((column) => column.name),
  ]);
  const names = namesAfter(result);
  const positions: Position[] = [];
  for (const row of rows) {
    const before = await positionOf(session, row);
    positions.push({ before, after: afterwards(before, row, names) });
  }
  return positions;
}

async function positionOf(session: Session, row: Row): Promise<SequencePosition> {
  const asOwner = row.actAs && row.ownerReads;
  if (!asOwner && !row.connectedReads) {
    throw userError(
      'backup',
      `The position of sequence ${row.qualified} cannot be read. Nothing was changed.`,
      {
        hint: `Have it granted: GRANT SELECT ON SEQUENCE ${row.qualified} TO ${row.owner}`,
      },
    );
  }
  await session.run(`set local role ${asOwner ? quoteIdent(row.owner) : 'none'}`);
  const [position] = await session.query<{ last_value: string; is_called: boolean }>(
    `select last_value::text, is_called from ${row.qualified}`,
  );
  await session.run('set local role none');
  const { tableSchema, tableName, column } = row;
  const owned = tableSchema !== null && tableName !== null && column !== null;
  return {
    schema: row.schema,
    name: row.name,
    owner: row.owner,
    last_value: position?.last_value ?? '1',
    is_called: position?.is_called ?? false,
    owned_by: owned ? { schema: tableSchema, table: tableName, column } : null,
  };
}

function afterwards(position: SequencePosition, row: Row, names: NamesAfter): SequencePosition {
  const id = names.idOf(row.oid);
  const table = row.tableOid === null ? undefined : names.relation(row.tableOid);
  const column =
    row.tableOid === null || row.attnum === null ? undefined : names.column(row.tableOid, row.attnum);
  const owned = position.owned_by;
  return {
    ...position,
    schema: id?.schema ?? position.schema,
    name: id?.name ?? position.name,
    owned_by:
      owned === null
        ? null
        : {
            schema: table?.id.schema ?? owned.schema,
            table: table?.id.name ?? owned.table,
            column: column?.id.name ?? owned.column,
          },
  };
}
