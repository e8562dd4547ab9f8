import { pgliteSession, startPglite } from './pglite.js';
import type { Session } from './session.js';

export interface MemoryOptions {
  /** Extensions to be had by CREATE EXTENSION; each costs some milliseconds. Default none. */
  readonly extensions?: readonly string[];
  readonly label?: string;
}

/** A throw-away database in memory, logged in as the superuser postgres. */
export async function openMemory(options: MemoryOptions = {}): Promise<Session> {
  const database = await startPglite({ fresh: true, extensions: options.extensions ?? [] });
  return pgliteSession(database, options.label ?? 'embedded database in memory', null, () =>
    Promise.resolve(),
  );
}
