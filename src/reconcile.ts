import { takeSnapshot, type Snapshot } from './apply/snapshot.js';
import { readCatalog } from './catalog/index.js';
import { connectEnvironment } from './database/index.js';
import type { Session } from './database/session.js';
import { type Environment, loadEnvironment, loadState } from './manifest/index.js';
import type { State } from './manifest/state.js';
import type { Catalog } from './model/catalog.js';
import type { Plan } from './model/plan.js';
import { computePlan } from './plan/plan.js';
import { resolveRenames } from './plan/renames.js';
import type { PlanResult } from './plan/result.js';
import { resolveSets } from './plan/sets.js';
import { platformOf } from './platforms/index.js';
import { type Desired, openDesired } from './scratch/index.js';

/** Where a project is and which of its environments is meant. */
export interface Project {
  readonly dir: string;
  readonly name: string;
  /** Environment variables for `${NAME}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Never fall back to the embedded database. Default false. */
  readonly noEmbedded?: boolean;
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
  close(): Promise<void>;
}

/** The one flow: load → scratch → read → diff → plan. Throws UserError for what the user can mend. */
export async function planEnvironment(project: Project): Promise<Planned> {
  const environment = await loadEnvironment(project.dir, project.name, project.env, { noEmbedded: project.noEmbedded ?? false });
  const state = await loadState(project.dir, environment);
  const session = await connect(project, environment);
  try {
    const snapshot = project.forApply ? await takeSnapshot(session) : null;
    const live = await readCatalog(session);
    const made = await plan(environment, state, session, live);
    return {
      environment,
      session,
      live,
      plan: made.result.plan,
      result: made.result,
      snapshot,
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

async function connect(project: Project, environment: Environment): Promise<Session> {
  const { session, line } = await connectEnvironment({ dir: project.dir, ...environment.target });
  project.onTarget?.(line);
  return session;
}

async function plan(
  environment: Environment,
  state: State,
  session: Session,
  read: Catalog,
): Promise<{ result: PlanResult; desired: Desired }> {
  const platform = platformOf(environment.platform);
  const [who] = await session.query<{ name: string }>('select current_user::text as name');
  const connecting = who?.name ?? '';
  const owner = environment.owner ?? connecting;
  const desired = await openDesired({ session, state, live: read, platform, owner, scratch: environment.scratch });
  const renamed = resolveRenames(read, desired.catalog);
  const live = await desired.normalise(renamed.live, renamed.renames);
  const sets = resolveSets(environment, live, desired.catalog);
  const computed = computePlan({
    environment: environment.name,
    live,
    desired: desired.catalog,
    schemas: environment.schemas,
    platform,
    keep: sets.keep,
    drop: sets.drop,
    renames: renamed.renames,
    unlisted: environment.unlisted,
    guard: environment.guard,
    defaultOwner: environment.owner,
    connecting,
    refusals: sets.refusals,
    diagnostics: sets.diagnostics,
  });
  return { result: { ...computed, live, same: desired.same }, desired };
}
