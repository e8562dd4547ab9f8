import { join, resolve } from 'node:path';
import {
  type ApplyEvent,
  type ApplyReport,
  apply,
  jobsAffected,
  misfits,
  notes,
  oldHolders,
  type Snapshot,
  takeSnapshot,
} from './apply/index.js';
import type { Place } from './backup/index.js';
import { bytesOf, readCatalog } from './catalog/index.js';
import { requireExpected } from './database/expect.js';
import { connectEnvironment } from './database/index.js';
import { POOLED, sharesBackends, UNPOOLED } from './database/pooler.js';
import type { Session } from './database/session.js';
import type { EntryKind } from './history/index.js';
import { type Environment, loadEnvironment, loadState } from './manifest/index.js';
import type { State } from './manifest/state.js';
import type { Catalog } from './model/catalog.js';
import type { Key } from './model/id.js';
import type { Plan } from './model/plan.js';
import { lockedFor, sizeRefusals } from './plan/locked.js';
import { planOnline } from './plan/online/index.js';
import type { PlanInput } from './plan/plan.js';
import { actingRenames } from './plan/renames/acting.js';
import type { PlanResult } from './plan/result.js';
import { type Fate, fates } from './plan/scope.js';
import { resolveSets } from './plan/sets.js';
import { undoOf } from './plan/undo.js';
import { unreached } from './plan/unreached.js';
import { untold } from './plan/untold.js';
import { platformOf } from './platforms/index.js';
import { type Desired, openDesired, searchPathOf } from './scratch/index.js';
import { sizesOf } from './sizes.js';
import { toolVersion } from './version.js';

/** Where a project is and which of its environments is meant. */
export interface Project {
  readonly dir: string;
  readonly name: string;
  /** Environment variables for `${NAME}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Never fall back to the embedded database. Default false. */
  readonly noEmbedded?: boolean;
  /** Objects of kinds that are not managed refuse the plan instead of being reported only. Default false. */
  readonly strict?: boolean;
  /** Also take what apply compares with under its locks. Default false. */
  readonly forApply?: boolean;
  /** Told which database is meant, before anything is read. */
  readonly onTarget?: (line: string) => void;
}

/** A plan and the open session that it was made from. Close it. */
export interface Planned {
  readonly environment: Environment;
  readonly session: Session;
  readonly live: Catalog;
  readonly plan: Plan;
  readonly result: PlanResult;
  /** What every definition row looked like when the plan was made; `null` without `forApply`. */
  readonly snapshot: Snapshot | null;
  /** What the history calls it, and the entry that it undoes or brings something back from. Default an apply. */
  readonly kind?: EntryKind;
  readonly source?: string;
  /** search_path of the steps, as SQL text. */
  readonly searchPath: string;
  /** What depends on who connects (a missing membership): for stderr, no part of the plan. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** The one flow: load → scratch → read → diff → plan. Throws UserError for what the user can mend. */
export async function planEnvironment(project: Project): Promise<Planned> {
  const environment = await loadEnvironment(project.dir, project.name, project.env, {
    noEmbedded: project.noEmbedded ?? false,
  });
  const state = await loadState(project.dir, environment, { variables: project.env });
  const session = await connect(project, environment);
  try {
    const snapshot = project.forApply ? await takeSnapshot(session) : null;
    const live = await readCatalog(session);
    const made = await plan(environment, state, session, live, project.strict ?? false);
    return {
      environment,
      session,
      live,
      plan: made.result.plan,
      result: made.result,
      snapshot,
      searchPath: searchPathOf(platformOf(environment.platform)),
      notes: await allNotes(session, made.result, searchPathOf(platformOf(environment.platform))),
      close: async () => {
        await made.desired.close();
        await session.close();
      },
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Opens the environment's database: the server, or the embedded one where its variable is not set. */
export async function connect(project: Project, environment: Environment): Promise<Session> {
  const { url, embedded, variable } = environment.database;
  const { session, line } = await connectEnvironment({
    dir: project.dir,
    ...(url === null ? {} : { url }),
    ...(embedded === null ? {} : { embedded, seedFile: join(project.dir, 'embedded', `${embedded}.sql`) }),
    ...(variable === null ? {} : { because: `${variable} is not set` }),
  });
  project.onTarget?.(line);
  try {
    await requireExpected(session, environment.database.expect);
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

/** What depends on who connects, and on rows and sessions as they are now: for stderr, no part of the plan. */
async function allNotes(session: Session, result: PlanResult, searchPath: string): Promise<string[]> {
  if (result.plan.steps.length === 0) return notes(session, result);
  const rows = await misfits(session, result, {
    searchPath,
    timeout: NOTE_TIMEOUT,
    patience: 2 * NOTE_TIMEOUT,
    code: false,
  });
  const locked = lockedFor(
    result.steps.map(({ step }) => step),
    result.losses,
    result.sizes,
  );
  const outside = (result.ahead ?? []).length + (result.online ?? []).length;
  return [
    ...(await notes(session, result)),
    ...(outside > 0 && (await sharesBackends(session)) ? [`${POOLED}: apply will refuse; ${UNPOOLED}`] : []),
    ...rows.map((line) => `${line}: apply will refuse`),
    ...(await jobsAffected(session, result)),
    ...(await oldHolders(session, result)).map((holder) => `${holder}: apply has to wait for it`),
    ...(locked < 1000
      ? []
      : [`locks will be held for about ${Math.round(locked / 1000)} s, by an estimate from sizes`]),
  ];
}

/** Milliseconds that a plan may count rows for one of its notes. */
const NOTE_TIMEOUT = 5000;

/** Whether the environment leaves a live object in its place as long as state does not declare it. */
function staysIn(environment: Environment, live: Catalog): (key: Key) => boolean {
  let known: ReadonlyMap<Key, Fate> | undefined;
  const read = (): ReadonlyMap<Key, Fate> => {
    const desired: Catalog = { ...live, objects: new Map() };
    const { keep, drop } = resolveSets(environment, live, desired);
    const platform = platformOf(environment.platform);
    return fates({ live, desired, schemas: environment.schemas, platform, keep, drop, whole: false });
  };
  return (key) => {
    known ??= read();
    const fate = known.get(key);
    return fate !== 'dropped' && !(environment.unlisted === 'drop' && fate === 'unlisted');
  };
}

async function plan(
  environment: Environment,
  state: State,
  session: Session,
  read: Catalog,
  strict: boolean,
): Promise<{ result: PlanResult; desired: Desired }> {
  const platform = platformOf(environment.platform);
  const [who] = await session.query<{ name: string }>('select current_user::text as name');
  const connecting = who?.name ?? '';
  const owner = environment.owner ?? connecting;
  const stays = staysIn(environment, read);
  const desired = await openDesired({
    session,
    state,
    live: read,
    platform,
    owner,
    whole: environment.unlisted === 'drop' && environment.schemas === null,
    schemas: environment.schemas,
    dropsUnlisted: environment.unlisted === 'drop',
    stays,
    scratch: typeof environment.scratch === 'string' ? environment.scratch : environment.scratch.reveal(),
  });
  const acting = actingRenames(read, desired.catalog, environment.unlisted === 'drop');
  const { live, renames, steps } = await desired.normalise(read, acting);
  const sets = resolveSets(environment, live, desired.catalog);
  const input: PlanInput = {
    environment: environment.name,
    read,
    live,
    desired: desired.catalog,
    schemas: environment.schemas,
    platform,
    keep: sets.keep,
    drop: sets.drop,
    how: environment.how,
    dropAt: sets.dropAt,
    renames,
    renameSteps: steps,
    unlisted: environment.unlisted,
    strict,
    guard: environment.guard,
    defaultOwner: environment.owner,
    connecting,
    refusals: sets.refusals,
    diagnostics: [
      ...untold(state),
      ...unreached(state, read, stays),
      ...desired.diagnostics,
      ...sets.diagnostics,
    ],
  };
  const computed = await planOnline(input, environment.online, (relations) => bytesOf(session, relations));
  const sizes = await sizesOf(session, [...computed.steps, ...computed.online], live);
  const locking = computed.steps.map(({ step }) => step);
  const tooLarge = sizeRefusals(locking, computed.losses, sizes, environment.guard);
  const whole = { ...computed.plan, refusals: [...computed.plan.refusals, ...tooLarge] };
  const outside = [...computed.ahead, ...computed.online];
  const expected = new Map([...computed.expected, ...outside.flatMap(({ leaves }) => [...leaves])]);
  const undo = undoOf({ read, live, expected, after: computed.after, renames, parked: computed.parked });
  return { result: { ...computed, plan: whole, sizes, same: desired.same, undo }, desired };
}

export interface ApplySettings {
  readonly onEvent?: (event: ApplyEvent) => void;
  readonly signal?: AbortSignal;
  /** The commit that the project is at, for the history. Default none. */
  readonly gitCommit?: string | null;
  /** Everything is done and rolled back. Default false. */
  readonly rehearse?: boolean;
}

/** Where an environment's backups go. */
export function backupPlace(dir: string, environment: Environment): Place {
  return environment.backups === 'database'
    ? { kind: 'database' }
    : { kind: 'folder', dir: resolve(dir, environment.backups), byDefault: !environment.backupsSet };
}

/** Applies a plan that was made with `forApply`: one transaction, proven before COMMIT. */
export async function applyPlanned(
  planned: Planned,
  project: Project,
  settings: ApplySettings = {},
): Promise<ApplyReport> {
  const { environment, session, result, snapshot } = planned;
  if (snapshot === null) throw new Error('a plan is applied only when it was made for that');
  return apply(session, result, {
    environment: environment.name,
    guard: environment.guard,
    backupDir: resolve(project.dir, environment.backups),
    backups: backupPlace(project.dir, environment),
    env: project.env,
    kind: planned.kind ?? 'apply',
    source: planned.source ?? null,
    verify: {
      sql: environment.verify.sql.map((query) => query.text),
      http: environment.verify.http.map(({ url, status }) => ({ url: url.reveal(), status })),
    },
    planned: snapshot,
    inScope: (schema) =>
      schema !== null && (environment.schemas === null || environment.schemas.includes(schema)),
    searchPath: planned.searchPath,
    toolVersion: toolVersion(),
    gitCommit: settings.gitCommit ?? null,
    rehearse: settings.rehearse ?? false,
    after: { ...environment.after, sql: environment.after.sql.map((one) => one.text) },
    ...(settings.onEvent === undefined ? {} : { onEvent: settings.onEvent }),
    ...(settings.signal === undefined ? {} : { signal: settings.signal }),
  });
}
