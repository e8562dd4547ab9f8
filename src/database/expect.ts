import { UserError } from '../model/errors.js';
import type { Session } from './session.js';

/** What `database.expect` says; `null` where it does not. */
export interface Expected {
  readonly name: string | null;
  readonly systemIdentifier: string | null;
  readonly projectRef: string | null;
}

/**
 * Refuses a database that is not the expected one. An embedded database, which serves where no server is named, is
 * nobody's production: it is let through.
 * @throws UserError with every difference.
 */
export async function requireExpected(session: Session, expected: Expected): Promise<void> {
  if (session.engine === 'embedded') return;
  const wrong: string[] = [];
  if (expected.name !== null) {
    const [row] = await session.query<{ name: string }>('select current_database()::text as name');
    if (row?.name !== expected.name) wrong.push(`its name is ${row?.name}, not ${expected.name}`);
  }
  if (expected.systemIdentifier !== null) {
    const found = await systemIdentifier(session);
    if (found !== expected.systemIdentifier)
      wrong.push(`its system identifier is ${found}, not ${expected.systemIdentifier}`);
  }
  if (expected.projectRef !== null && projectRef(session.label) !== expected.projectRef)
    wrong.push(
      `its project is ${projectRef(session.label) ?? 'none of Supabase'}, not ${expected.projectRef}`,
    );
  if (wrong.length === 0) return;
  throw new UserError([
    {
      code: 'unexpected-database',
      message: `${session.label} is not the expected database: ${wrong.join('; ')}. Nothing was read or changed.`,
      hint: 'check the connection string, or database.expect',
    },
  ]);
}

async function systemIdentifier(session: Session): Promise<string> {
  const [row] = await session
    .query<{ id: string }>('select system_identifier::text as id from pg_catalog.pg_control_system()')
    .catch(() => []);
  return row?.id ?? 'not readable for this role';
}

/** From a label: `… on db.REF.supabase.co …`, or `… as postgres.REF` on Supabase's pooler. */
function projectRef(label: string): string | null {
  return (
    / on db\.([a-z0-9]+)\.supabase\./.exec(label)?.[1] ??
    / on \S*pooler\.supabase\.\S* as [^.\s]+\.([a-z0-9]+)$/.exec(label)?.[1] ??
    null
  );
}
