import { join } from 'node:path';
import type { ApplyEvent, ApplyReport } from '../apply/options.js';
import type { PurgePlan } from '../backup/purge.js';
import type { Verified } from '../backup/verify.js';
import type { Taken } from '../backups.js';
import type { Session } from '../database/session.js';
import type { HistoryEntry } from '../history/index.js';
import type { Imported } from '../import/index.js';
import type { Problem } from '../model/errors.js';
import type { Plan } from '../model/plan.js';
import type { Related } from '../plan/related.js';
import type { ReviewAids } from '../plan/result.js';
import type { Planned as ReconcilePlanned } from '../reconcile.js';
import type { Status } from '../status.js';

/** What the commands ask of the flow (src/reconcile.ts): an interface, so that start-up does not load it. */
export interface Flow<P extends Planned = Planned> {
  planEnvironment(project: Project): Promise<P>;
  applyPlanned(planned: P, project: Project, options: ApplyOptions): Promise<ApplyReport>;
  /** The inverse of an applied plan; the last one's where `id` is null. */
  planRollback(project: Project, id: string | null): Promise<P>;
  /** What an apply took away, to be brought back: all of it, or the tables that are named. */
  planRestore(project: Project, id: string, tables: readonly string[]): Promise<P>;
  /** Takes a backup of what an apply would lose now; `null` where that is nothing. */
  takeBackup(
    project: Project,
    onTable: (name: string, rows: number, bytes: number) => void,
  ): Promise<Taken | null>;
  /** Restores a backup into a scratch and compares. */
  verifyBackup(project: Project, id: string): Promise<Verified>;
  /** Removes what has aged out, where `agreed` says so of it. */
  purge(
    project: Project,
    agreed: (plan: PurgePlan) => Promise<boolean>,
  ): Promise<{ plan: PurgePlan; done: boolean }>;
  status(project: Project): Promise<Status>;
  environmentNames(dir: string): Promise<readonly string[]>;
  /** What was applied, newest first. */
  readHistory(project: Project): Promise<readonly HistoryEntry[]>;
  /** Writes the live catalog as state. */
  importEnvironment(project: Project & { out: string; beside: boolean }): Promise<Imported>;
  /** What depends on what, there or as the state says. */
  graphEnvironment(project: Project, of: 'live' | 'desired'): Promise<Related>;
  /** Without `name`: all environments. */
  validateProject(project: { dir: string; name?: string }): Promise<Validation>;
}

export interface Project {
  readonly dir: string;
  readonly name: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly noEmbedded?: boolean;
  /** Objects of kinds that are not managed refuse the plan. */
  readonly strict?: boolean;
  /** Also read what `applyPlanned` compares with. */
  readonly forApply?: boolean;
  readonly onTarget?: (line: string) => void;
}

export interface Planned {
  readonly plan: Plan;
  readonly environment: { readonly guard: { readonly destructive: 'allow' | 'confirm' | 'forbid' } };
  /** What depends on who connects: for stderr, no part of the plan. */
  readonly notes?: readonly string[];
  /** search_path of the steps, as SQL text. */
  readonly searchPath: string;
  /** Settings of the database that literals depend on. */
  readonly live: { readonly settings: Readonly<Record<string, string>> };
  /** What helps reviewers. */
  readonly result?: ReviewAids;
  close(): Promise<void>;
}

export interface ApplyOptions {
  readonly signal: AbortSignal;
  /** The commit that the project is at; `null` outside a repository. */
  readonly gitCommit: string | null;
  /** Everything is done and rolled back. */
  readonly rehearse?: boolean;
  onEvent(event: ApplyEvent): void;
}

export interface Validation {
  readonly problems: readonly Problem[];
  /** Each environment that was checked. */
  readonly environments: readonly string[];
}

/** The real flow. Each function loads what it needs when it is called: to validate takes no database driver. */
export const flow: Flow<ReconcilePlanned> = {
  async planEnvironment(project) {
    return (await import('../reconcile.js')).planEnvironment(project);
  },
  async applyPlanned(planned, project, options) {
    return (await import('../reconcile.js')).applyPlanned(planned, project, options);
  },
  async planRollback(project, id) {
    return (await import('../undo.js')).planRollback(project, id);
  },
  async planRestore(project, id, tables) {
    return (await import('../undo.js')).planRestore(project, id, tables);
  },
  async takeBackup(project, onTable) {
    return (await import('../backups.js')).backupNow(project, onTable);
  },
  async verifyBackup(project, id) {
    return (await import('../backups.js')).verifyOne(project, id);
  },
  async purge(project, agreed) {
    return (await import('../backups.js')).purgeOld(project, agreed);
  },
  async status(project) {
    return (await import('../status.js')).statusOf(project);
  },
  async environmentNames(dir) {
    return (await import('../manifest/index.js')).environmentNames(dir);
  },
  async readHistory(project) {
    const { listHistory } = await import('../history/index.js');
    const session = await connect(project);
    try {
      return await listHistory(session, project.name);
    } finally {
      await session.close();
    }
  },
  async importEnvironment(project) {
    return (await import('../import/index.js')).importEnvironment(project);
  },
  async graphEnvironment(project, of) {
    return (await import('../graph/index.js')).graphEnvironment(project, of);
  },
  async validateProject({ dir, name }) {
    const { environmentNames, validateProject } = await import('../manifest/index.js');
    const problems = await validateProject(dir, name);
    return { problems, environments: name === undefined ? await environmentNames(dir) : [name] };
  },
};

/** A session on the environment's database, and no more. */
async function connect({ dir, name, env, noEmbedded = false, onTarget }: Project): Promise<Session> {
  const { loadEnvironment } = await import('../manifest/index.js');
  const { connectEnvironment } = await import('../database/index.js');
  const { url, embedded, variable } = (await loadEnvironment(dir, name, env, { noEmbedded })).database;
  const { session, line } = await connectEnvironment({
    dir,
    ...(url === null ? {} : { url }),
    ...(embedded === null ? {} : { embedded, seedFile: join(dir, 'embedded', `${embedded}.sql`) }),
    ...(variable === null ? {} : { because: `${variable} is not set` }),
  });
  onTarget?.(line);
  return session;
}
