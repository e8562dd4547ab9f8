import type { ApplyEvent, ApplyReport } from '../apply/options.js';
import type { Problem } from '../model/errors.js';
import type { Plan } from '../model/plan.js';

/** What the commands ask of the flow (src/reconcile.ts): an interface, so that start-up does not load it. */
export interface Flow<P extends Planned = Planned> {
  planEnvironment(project: Project): Promise<P>;
  applyPlanned(planned: P, options: ApplyOptions): Promise<ApplyReport>;
  /** What was applied, newest first. */
  readHistory(project: Project): Promise<readonly HistoryEntry[]>;
  /** Without `name`: all environments. */
  validateProject(project: { dir: string; name?: string; env: Project['env'] }): Promise<Validation>;
}

export interface Project {
  readonly dir: string;
  readonly name: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly noEmbedded?: boolean;
  onTarget?(line: string): void;
}

export interface Planned {
  readonly plan: Plan;
  readonly environment: { readonly guard: { readonly destructive: 'allow' | 'confirm' | 'forbid' } };
  /** What depends on who connects: for stderr, no part of the plan. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

export interface ApplyOptions {
  readonly signal: AbortSignal;
  onEvent(event: ApplyEvent): void;
}

export interface HistoryEntry {
  readonly id: string;
  readonly backup: string | null;
  readonly [more: string]: unknown;
}

export interface Validation {
  readonly problems: readonly Problem[];
  /** Each environment that was checked. */
  readonly environments: readonly string[];
}

/** Loads the flow: everything that talks to a database, so only where a command needs it. */
export async function loadFlow(): Promise<Flow> {
  return import('../reconcile.js');
}
