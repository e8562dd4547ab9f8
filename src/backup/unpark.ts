import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { qualified, quoteIdent, quoteLiteral } from '../model/id.js';
import { PARKED } from '../plan/park.js';
import type { Parked } from '../plan/undo.js';
import { typesOf } from './load.js';
import { lockAway } from './locked-away.js';
import { ROW_SETTINGS, underSettings } from './settings.js';
import { unguarded } from './unguarded.js';

/** Brings a parked table's rows back into the table made anew. */
export async function unparkRows(session: Session, table: string, parked: Parked): Promise<void> {
  const from = qualified(PARKED, parked.name);
  const columns = parked.columns.map(quoteIdent).join(', ');
  await session.run('set local role none');
  const [role] = await session.query<{ owner: string }>(
    'select relowner::regrole::text as owner from pg_catalog.pg_class where oid = $1::regclass',
    [from],
  );
  if (role === undefined) throw userError('restore', `${from} is not there any more. Nothing was changed.`);
  await session.run(`grant usage on schema ${PARKED} to ${role.owner}`);
  const [is, was] = [await typesOf(session, table), await typesOf(session, from)];
  const values = parked.columns
    .map((name) =>
      is.get(name)?.type === was.get(name)?.type
        ? quoteIdent(name)
        : `${quoteIdent(name)}::${is.get(name)?.type}`,
    )
    .join(', ');
  await underSettings(session, ROW_SETTINGS, () =>
    unguarded(session, table, async () => {
      await session.run(
        columns === ''
          ? `insert into ${table} select from ${from}`
          : `insert into ${table} (${columns}) overriding system value select ${values} from ${from}`,
      );
      const [counted] = await session.query<{ same: boolean }>(
        `select (select count(*) from only ${table}) = (select count(*) from ${from}) as same`,
      );
      if (counted?.same !== true)
        throw userError('restore', `${table} does not hold what was parked. Nothing was changed.`);
    }),
  );
  await session.run('set local role none');
}

/** Brings the positions of a parked table's sequences back, once all of them are there again, and drops what was parked. */
export async function unparkRest(session: Session, table: string, parked: Parked): Promise<void> {
  const from = qualified(PARKED, parked.name);
  await unguarded(session, table, async () => {
    for (const { column, name } of parked.sequences) {
      const [set] = await session.query<{ set: string | null }>(parkedPosition(table, { column, name }));
      if (set?.set == null)
        throw userError(
          'restore',
          `${table} has no sequence of its column ${column} that could count on. Nothing was changed.`,
        );
    }
    await session.run(`drop table ${from}`);
  });
  await session.run('set local role none');
  await lockAway(session, PARKED);
}

/** Has the sequence that a column owns count on from a parked one; `set` is null where the column owns none. */
export const parkedPosition = (table: string, { column, name }: Parked['sequences'][number]): string =>
  `select setval(pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(column)}), last_value, is_called)::text as set from ${qualified(PARKED, name)}`;
