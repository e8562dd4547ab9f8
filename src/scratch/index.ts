import type { Session } from '../database/session.js';
import type { Surroundings } from '../kinds/kind.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { State, StateStatement } from '../manifest/state.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { UserError } from '../model/errors.js';
import { type Key, keyOf } from '../model/id.js';
import type { Diagnostic } from '../model/plan.js';
import { partsOf } from '../plan/dependents.js';
import type { Acting } from '../plan/renames/acting.js';
import type { Renamed } from '../plan/renames/steps.js';
import type { Platform } from '../platforms/index.js';
import { type Built, build, isTransaction } from './build.js';
import { standInCollations } from './collations.js';
import { extensionNames } from './extensions.js';
import { normalise } from './normal.js';
import { openScratch, type Scratch } from './open.js';
import { refusePrograms } from './programs.js';
import { renamed } from './renamed.js';

export interface DesiredInput {
  readonly session: Session;
  readonly state: State;
  readonly live: Catalog;
  readonly platform: Platform;
  readonly owner: string;
  /** State is the whole truth on the whole database: what a fresh one holds is part of it. */
  readonly whole: boolean;
  /** `null`: the whole database. */
  readonly schemas: readonly string[] | null;
  /** What state does not declare is dropped. */
  readonly dropsUnlisted: boolean;
  /** Whether a live object that state does not declare is left in its place. */
  readonly stays: (key: Key) => boolean;
  /** auto | server | embedded | a URL. */
  readonly scratch: string;
}

/** The desired catalog, and the scratch that can still tell whether two definitions are one. */
export interface Desired {
  readonly catalog: Catalog;
  /** What state has that is amiss without being in the way. */
  readonly diagnostics: readonly Diagnostic[];
  /** The live catalog as its renames leave it, with every definition that means the desired one in the desired spelling. */
  normalise(live: Catalog, acting: Acting): Promise<Renamed>;
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

/** OWNER TO CURRENT_USER names whoever state is made for. */
function withOwner(state: State, owner: string): State {
  const words = ['CURRENT_USER', 'CURRENT_ROLE', 'SESSION_USER'];
  const declared = state.declared.map((one) => (words.includes(one.owner ?? '') ? { ...one, owner } : one));
  return { ...state, declared };
}

/** Builds state in a scratch. A server's scratch is gone when `normalise` has run; an embedded one lives until close. */
export async function openDesired(given: DesiredInput): Promise<Desired> {
  const input = { ...given, state: withOwner(given.state, given.owner) };
  const harmless = input.state.statements.every(
    (statement) =>
      (statement.class !== 'other' || isTransaction(statement)) && !makesShared(statement, input.live),
  );
  let { scratch, built } = await open(input, input.scratch, harmless);
  const embedded = async (): Promise<Scratch> => {
    if (scratch.kind === 'server') ({ scratch, built } = await open(input, 'embedded', true));
    return scratch;
  };
  return {
    catalog: built.desired,
    diagnostics: built.diagnostics,
    normalise: async (live, acting) => {
      const result = await aligned(input, scratch, live, built.desired, acting);
      if (scratch.kind === 'server') await scratch.close();
      return result;
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

async function aligned(
  input: DesiredInput,
  scratch: Scratch,
  live: Catalog,
  desired: Catalog,
  acting: Acting,
): Promise<Renamed> {
  const { session } = scratch;
  const around = surroundings(live);
  if (acting.renames.size > 0) {
    const role = scratch.kind === 'server' ? input.owner : null;
    return renamed({ session, role, live, desired, acting, around });
  }
  const changed = await normalise(session, live, desired, around);
  const objects = new Map(live.objects);
  for (const [key, object] of changed) objects.set(key, object);
  return { live: { ...live, objects }, renames: new Map(), steps: [] };
}

/** Whether a statement makes what belongs to the whole server and is not there: the user's own server must not have it. */
function makesShared(statement: StateStatement, live: Catalog): boolean {
  return statement.creates.some(
    (ref) => isKind(ref.kind) && kindOf(ref.kind).shared === true && !live.objects.has(keyOf(ref)),
  );
}

async function open(
  input: DesiredInput,
  mode: string,
  harmless: boolean,
): Promise<{ scratch: Scratch; built: Built }> {
  const scratch = await openScratch(input.session, input.live, {
    mode,
    harmless,
    owner: input.owner,
    extensions: extensionNames(input.state, input.live),
  });
  try {
    if (scratch.kind === 'embedded') refusePrograms(input.state.statements);
    if (scratch.kind !== 'server')
      await standInCollations(input.session, scratch.session, input.state, input.live);
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
