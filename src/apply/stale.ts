import type { Session } from '../database/session.js';
import { UserError } from '../model/errors.js';
import type { PlanResult } from '../plan/result.js';
import { homes } from './explain.js';
import { touchedKeys } from './proof.js';
import { compareSnapshots, type RowDifference, type Snapshot } from './snapshot.js';
import { addressText, oidOfHome } from './wake.js';

/** The database is not what the plan was made from. Planning anew may succeed; nothing was changed. */
export class StaleError extends UserError {}

export function stale(changes: readonly string[]): StaleError {
  const shown = changes.slice(0, 10).join('; ');
  const more = changes.length > 10 ? ` and ${changes.length - 10} more` : '';
  return new StaleError([
    {
      code: 'stale',
      message: `The database changed after the plan was made: ${shown}${more}. Nothing was changed.`,
      hint: 'Plan again.',
    },
  ]);
}

/**
 * Compares the database under the locks with what the plan was made from.
 * @throws StaleError where a difference concerns what the plan touches, or lies in scope.
 */
export async function refuseIfStale(
  session: Session,
  result: PlanResult,
  planned: Snapshot,
  before: Snapshot,
  inScope: (schema: string | null) => boolean,
): Promise<void> {
  const differences = compareSnapshots(planned, before);
  if (differences.length === 0) return;
  const touched = new Set(
    [...touchedKeys(result)].flatMap((key) => {
      const address = result.live.objects.get(key)?.address;
      return address === undefined ? [] : [addressText(address)];
    }),
  );
  const names = await nameRows(session, result, differences);
  const relevant = differences.filter(
    (row) => homes(row).some((home) => touched.has(home)) || inScope(names.get(row)?.schema ?? null),
  );
  if (relevant.length > 0)
    throw stale([...new Set(relevant.map((row) => phrase(row, names.get(row)?.name)))]);
}

interface Named {
  readonly name: string;
  readonly schema: string | null;
}

async function nameRows(
  session: Session,
  result: PlanResult,
  differences: readonly RowDifference[],
): Promise<ReadonlyMap<RowDifference, Named>> {
  const byAddress = new Map(
    [...result.live.objects.values()].map((object) => [addressText(object.address), object]),
  );
  const homesOf = differences.map((row) => (row.after ?? row.before)?.home.split(':') ?? []);
  const rows = await session.query<{ name: string | null; schema: string | null }>(
    `select i.type || ' ' || i.identity as name, coalesce(n.nspname::text, i.schema) as schema
       from unnest($1::text[], $2::oid[], $3::int[], $4::oid[]) with ordinality u(class, oid, sub, relation, k)
       left join pg_catalog.pg_class c on c.oid = u.relation left join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
       pg_identify_object(('pg_catalog.' || u.class)::regclass, u.oid, u.sub) i order by k`,
    [
      homesOf.map(([catalog]) => catalog ?? 'pg_class'),
      homesOf.map(([, oid]) => Number(oid ?? 0)),
      homesOf.map(([, , sub]) => Number(sub ?? 0)),
      differences.map((row) => (row.after ?? row.before)?.relation ?? 0),
    ],
  );
  return new Map(
    differences.map((row, index) => {
      const known = homes(row).flatMap((home) => byAddress.get(home) ?? [])[0];
      const found = rows[index];
      const name = known?.key ?? found?.name ?? `${(row.after ?? row.before)?.catalog} ${oidOfRow(row)}`;
      return [row, { name, schema: known?.id.schema ?? found?.schema ?? null }];
    }),
  );
}

function oidOfRow(row: RowDifference): number {
  const any = row.after ?? row.before;
  return any === null ? 0 : oidOfHome(any);
}

function phrase(row: RowDifference, name: string | undefined): string {
  const what = row.before === null ? 'is new' : row.after === null ? 'is gone' : 'is different';
  return `${name ?? 'an object'} ${what}`;
}
