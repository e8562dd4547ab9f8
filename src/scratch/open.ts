import { randomBytes } from 'node:crypto';
import { connectServer, openMemory } from '../database/index.js';
import type { Session } from '../database/session.js';
import type { Catalog } from '../model/catalog.js';
import { userError } from '../model/errors.js';
import { quoteIdent, quoteLiteral } from '../model/id.js';
import { serverError } from './failures.js';

/** A throw-away database. */
export interface Scratch {
  readonly session: Session;
  /** `server`: on the live database's own; `other`: on the throw-away server that `scratch: URL` names. */
  readonly kind: 'server' | 'other' | 'embedded';
  close(): Promise<void>;
}

export interface ScratchWish {
  readonly mode: string;
  /** State that a user's server must not run (DO, SELECT, INSERT …). */
  readonly harmless: boolean;
  /** Who will own what the scratch makes. */
  readonly owner: string;
  /** Extensions that an embedded scratch shall be able to make, where it has them. */
  readonly extensions: readonly string[];
}

const PREFIX = 'reconcile_scratch_';

/** Opens the scratch that the environment asks for. `auto`: on the server where it may, embedded otherwise. */
export async function openScratch(live: Session, catalog: Catalog, wish: ScratchWish): Promise<Scratch> {
  if (wish.mode.includes('://')) return other(catalog, wish);
  if (wish.mode === 'embedded' || live.engine === 'embedded' || !wish.harmless) return embedded(wish);
  if (wish.mode === 'server') {
    const scratch = await server(live, catalog, wish.owner);
    if (scratch !== null) return scratch;
    const nobody = !catalog.roles.has(wish.owner);
    throw userError('scratch_server', 'no scratch database can be made on the server (scratch: server)', {
      hint: nobody
        ? `there is no role ${wish.owner}, which is to own it: make it first, name another owner, or use scratch: embedded`
        : 'give the connecting role CREATEDB and membership in the owner (a hot standby can have none), or use scratch: embedded',
    });
  }
  return (await server(live, catalog, wish.owner)) ?? embedded(wish);
}

async function embedded({ owner, extensions }: ScratchWish): Promise<Scratch> {
  const session = await openMemory({ extensions });
  await session.run('begin');
  if (owner !== 'postgres') {
    await session.run(
      `create role ${quoteIdent(owner)} superuser; set session authorization ${quoteIdent(owner)}`,
    );
  }
  return { session, kind: 'embedded', close: () => session.close() };
}

/**
 * A temporary database on a throw-away server. Roles are made in the transaction that is rolled back; what state does
 * outside of the database (tablespaces, subscriptions) is no more run there than anywhere.
 */
async function other(catalog: Catalog, { mode, owner }: ScratchWish): Promise<Scratch> {
  const home = await connectServer(mode);
  if (Math.trunc(home.version / 10_000) < Math.trunc(catalog.version / 10_000)) {
    await home.close();
    throw userError('scratch_url', 'the scratch server is older than the database', {
      hint: 'give scratch: the URL of a server of the same major version, or a newer one',
    });
  }
  await sweep(home);
  const name = scratchName(home);
  const drop = async (): Promise<void> => {
    await home.run(`drop database if exists ${quoteIdent(name)} with (force)`);
    await home.close();
  };
  try {
    await home.run(creation(name, catalog)).catch(async (error: unknown) => {
      // A locale that it lacks: collations are told by name, so C will do.
      if (serverError(error) === null) throw error;
      await home.run(creation(name, { ...catalog, settings: { encoding: 'UTF8' } }));
    });
    const session = await home.another(name);
    if (session === null) throw userError('scratch_url', 'the scratch server takes no second connection');
    await session.run('begin');
    const [known] = await session.query('select from pg_roles where rolname = $1', [owner]);
    await session.run(
      `${known === undefined ? `create role ${quoteIdent(owner)} superuser; ` : ''}set local role ${quoteIdent(owner)}`,
    );
    return {
      session,
      kind: 'other',
      close: async () => {
        await session.close();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** The first schema belongs to whom state is built as, as all else does; on 14 only a superuser may hand it over. */
function publicTo(owner: string): string {
  const role = quoteIdent(owner);
  return `do $reconcile$ begin alter schema public owner to ${role};
    exception when insufficient_privilege then grant all on schema public to ${role}; end $reconcile$`;
}

const scratchName = (session: Session): string =>
  `${PREFIX}${session.backendPid ?? 0}_${randomBytes(4).toString('hex')}`;

function creation(name: string, { settings }: Pick<Catalog, 'settings'>): string {
  const { encoding = 'UTF8', collate = 'C', ctype = 'C' } = settings;
  return `create database ${quoteIdent(name)} template template0 encoding ${quoteLiteral(encoding)} lc_collate ${quoteLiteral(collate)} lc_ctype ${quoteLiteral(ctype)}`;
}

/** A temporary database on the same server; `null` where the role or the connection does not reach one. */
async function server(live: Session, catalog: Catalog, owner: string): Promise<Scratch | null> {
  const [me] = await live.query<{ may: boolean; name: string; becomes: boolean }>(
    `select (r.rolcreatedb or r.rolsuper) and not pg_is_in_recovery() as may, current_user::text as name,
       exists (select from pg_roles o where o.rolname = $1 and pg_has_role(current_user, o.oid, ${live.version >= 160000 ? "'SET'" : "'MEMBER'"})) as becomes
     from pg_roles r where r.rolname = current_user`,
    [owner],
  );
  if (!me?.may || !me.becomes) return null;
  await sweep(live);
  const name = scratchName(live);
  try {
    await live.run(creation(name, catalog));
  } catch {
    return null;
  }
  const drop = (): Promise<unknown> => live.run(`drop database if exists ${quoteIdent(name)} with (force)`);
  try {
    const session = await live.another(name);
    if (session === null) throw new Error('no connection');
    if (owner !== me.name)
      await session.run(`grant create, temporary on database ${quoteIdent(name)} to ${quoteIdent(owner)}`);
    await session.run('begin');
    if (owner !== me.name) {
      await session.run(`${publicTo(owner)}; set local role ${quoteIdent(owner)}`);
    }
    return {
      session,
      kind: 'server',
      close: async () => {
        await session.close();
        await drop();
      },
    };
  } catch {
    await drop();
    return null;
  }
}

/** Drops scratch databases whose planner is gone: its backend's pid is in the name, and behind a pooler its transaction is open. */
async function sweep(live: Session): Promise<void> {
  const rows = await live.query<{ name: string }>(
    `select d.datname::text as name from pg_database d where d.datname like '${PREFIX.replaceAll('_', '\\_')}%' and pg_has_role(d.datdba, 'MEMBER')
       and not exists (select from pg_stat_activity a where a.pid::text = split_part(d.datname, '_', 3)
         or a.datname = d.datname and a.state is distinct from 'idle')`,
  );
  for (const { name } of rows)
    await live.run(`drop database if exists ${quoteIdent(name)} with (force)`).catch(() => undefined);
}
