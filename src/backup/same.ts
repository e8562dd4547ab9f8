import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Session } from '../database/session.js';
import { type Environment, loadState } from '../manifest/index.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { UserError } from '../model/errors.js';
import { recreate } from '../plan/recreate.js';
import { platformOf } from '../platforms/index.js';
import { type Desired, openDesired } from '../scratch/index.js';

export interface Sameness {
  /** Makes the scratch now: better before anything is locked than when a proof asks. */
  prepare(): Promise<void>;
  same(expected: CatalogObject, actual: CatalogObject): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Whether two definitions mean the same, by a scratch that holds what is to be had. It is made only when prints differ:
 * what PostgreSQL printed once it may print in another way when it has read that again.
 */
export function sameByScratch(
  session: Session,
  environment: Environment,
  live: Catalog,
  desired: Catalog,
): Sameness {
  let opened: Promise<Desired | null> | null = null;
  return {
    prepare: async () => {
      opened ??= open(session, environment, live, desired);
      await opened;
    },
    same: async (expected, actual) => {
      opened ??= open(session, environment, live, desired);
      return (await opened)?.same(expected, actual) ?? false;
    },
    close: async () => {
      await (await opened)?.close();
    },
  };
}

async function open(
  session: Session,
  environment: Environment,
  live: Catalog,
  desired: Catalog,
): Promise<Desired | null> {
  const dir = await mkdtemp(join(tmpdir(), 'reconcile-state-'));
  try {
    const whole = { ...live, objects: new Map([...live.objects, ...desired.objects]) };
    const wanted = [...desired.objects.values()];
    // With their relations: a stand-in from the live catalog would have parts that are made here.
    const keys = wanted.flatMap(({ key, parent }) => (parent === null ? [key] : [parent, key]));
    const { before, after } = recreate(whole, keys);
    const sql = [...before, ...after].flatMap((one) => one.sql.map((statement) => `${statement};\n`));
    await mkdir(join(dir, 'state', 'before'), { recursive: true });
    await writeFile(join(dir, 'state', 'before', 'before.sql'), sql.join(''), { mode: 0o600 });
    await mkdir(dirname(join(dir, environment.file)), { recursive: true });
    await writeFile(join(dir, environment.file), `environment: ${environment.name}\n`);
    const at = { file: 'before', line: 1, column: 1 };
    const state = await loadState(dir, {
      ...environment,
      keep: {},
      drop: {},
      state: [{ text: 'before', at }],
    });
    const [who] = await session.query<{ name: string }>('select current_user::text as name');
    return await openDesired({
      session,
      state,
      live: without(live, new Set(keys)),
      platform: platformOf(environment.platform),
      owner: environment.owner ?? who?.name ?? '',
      whole: false,
      schemas: environment.schemas,
      dropsUnlisted: false,
      stays: () => false,
      scratch: 'embedded',
    });
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The catalog without some objects and their parts, so that nothing stands in for them. */
function without(catalog: Catalog, keys: ReadonlySet<string>): Catalog {
  const rest = [...catalog.objects].filter(
    ([key, { parent }]) => !keys.has(key) && (parent === null || !keys.has(parent)),
  );
  return { ...catalog, objects: new Map(rest) };
}
