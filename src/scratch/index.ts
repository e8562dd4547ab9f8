import type { Session } from '../database/session.js';
import type { Surroundings } from '../kinds/kind.js';
import type { State } from '../manifest/state.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { UserError } from '../model/errors.js';
import type { Key } from '../model/id.js';
import { partsOf } from '../plan/dependents.js';
import type { Platform } from '../platforms/index.js';
import { type Built, build } from './build.js';
import { normalise } from './normal.js';
import { openScratch, type Scratch } from './open.js';

export interface DesiredInput {
  readonly session: Session;
  readonly state: State;
  readonly live: Catalog;
  readonly platform: Platform;
  readonly owner: string;
  /** State is the whole truth on the whole database: what a fresh one holds is part of it. */
  readonly whole: boolean;
  /** auto | server | embedded | a URL. */
  readonly scratch: string;
}

/** The desired catalog, and the scratch that can still tell whether two definitions are one. */
export interface Desired {
  readonly catalog: Catalog;
  /** The live catalog with every definition that means the desired one in the desired spelling. */
  normalise(live: Catalog, renames: ReadonlyMap<Key, Key>): Promise<Catalog>;
  same(expected: CatalogObject, actual: CatalogObject): Promise<boolean>;
  close(): Promise<void>;
}

const surroundings = (catalog: Catalog): Surroundings => {
  const parts = partsOf(catalog);
  return {
    catalog,
    version: 180000,
    parts: (of, kind) => (parts.get(of.key) ?? []).filter((part) => part.id.kind === kind),
    parent: (of) => (of.parent === null ? undefined : catalog.objects.get(of.parent)),
  };
};

/** Builds state in a scratch. A server's scratch is gone when `normalise` has run; an embedded one lives until close. */
export async function openDesired(input: DesiredInput): Promise<Desired> {
  const harmless = input.state.statements.every((statement) => statement.class !== 'other');
  let { scratch, built } = await open(input, input.scratch, harmless);
  const embedded = async (): Promise<Scratch> => {
    if (scratch.kind !== 'embedded') ({ scratch, built } = await open(input, 'embedded', true));
    return scratch;
  };
  return {
    catalog: built.desired,
    normalise: async (live) => {
      const changed = await normalise(scratch.session, live, built.desired, surroundings(live));
      if (scratch.kind === 'server') await scratch.close();
      const objects = new Map(live.objects);
      for (const [key, object] of changed) objects.set(key, object);
      return { ...live, objects };
    },
    same: async (expected, actual) => {
      const { session } = await embedded();
      const one = (object: CatalogObject): Catalog => ({
        ...built.desired,
        objects: new Map([[expected.key, { ...object, key: expected.key, id: expected.id }]]),
      });
      const changed = await normalise(session, one(actual), one(expected), surroundings(one(actual)));
      return changed.has(expected.key);
    },
    close: () => scratch.close(),
  };
}

async function open(
  input: DesiredInput,
  mode: string,
  harmless: boolean,
): Promise<{ scratch: Scratch; built: Built }> {
  const scratch = await openScratch(input.session, input.live, { mode, harmless, owner: input.owner });
  try {
    return { scratch, built: await build({ ...input, scratch }) };
  } catch (error) {
    await scratch.close();
    if (scratch.kind === 'server' && mode === 'auto' && mayBePrivileges(error))
      return open(input, 'embedded', true);
    throw error;
  }
}

/** What a user's own server forbids (42501) or lacks (0A000, 58P01), an embedded scratch may still do. */
function mayBePrivileges(error: unknown): boolean {
  return (
    error instanceof UserError &&
    error.problems.some((problem) => /^sql_(42501|0A000|58P01|25001)$/.test(problem.code))
  );
}

export { searchPathOf } from './build.js';
