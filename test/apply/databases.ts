import { connectServer, openMemory, type Session } from '../../src/database/index.js';
import { majors } from '../support/binaries.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';

/** One major of each side of 16's membership options; all that RECONCILE_PG_MAJORS lists where it is set. */
const listed = majors();
export const TRIED =
  process.env.RECONCILE_PG_MAJORS === undefined ? listed.filter((major) => [15, 17].includes(major)) : listed;

export interface Place {
  readonly session: Session;
  /** Another session as the superuser, on a server. */
  other(): Promise<Session>;
  close(): Promise<void>;
}

/** A database of one engine, filled by the superuser, and a session of `user` on it. */
export async function openPlace(
  engine: (typeof TRIED)[number] | 'pglite',
  sql: string,
  user?: string,
): Promise<Place> {
  if (engine === 'pglite') {
    const session = await openMemory();
    await session.run(sql);
    return {
      session,
      other: () => Promise.reject(new Error('PGlite has one session')),
      close: () => session.close(),
    };
  }
  const server = await sharedServer(engine);
  const name = await createDatabase(server);
  await runOn(server.url(name), sql);
  const session = await connectServer(server.url(name, user));
  const others: Session[] = [];
  return {
    session,
    other: async () => {
      const other = await connectServer(server.url(name));
      others.push(other);
      return other;
    },
    close: async () => {
      await Promise.all([session, ...others].map((one) => one.close().catch(() => undefined)));
      await dropDatabase(server, name);
    },
  };
}

export const ENGINES = [...TRIED, 'pglite'] as const;
