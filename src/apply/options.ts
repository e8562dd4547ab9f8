import type { Place } from '../backup/index.js';
import type { EntryKind } from '../history/index.js';
import { type Key, keyOfPlanned } from '../model/id.js';
import type { Step } from '../model/plan.js';
import type { PlanResult } from '../plan/result.js';
import type { After } from './after.js';
import type { Snapshot } from './snapshot.js';
import type { Wait } from './waits.js';

/** The environment's guard, as far as the transaction needs it. Times in milliseconds; 0: no limit. */
export interface TransactionGuard {
  readonly backup: 'none' | 'auto' | 'required';
  readonly lockTimeout: number;
  readonly statementTimeout: number;
  /** How often the whole transaction is tried again when a lock cannot be had. */
  readonly lockRetries: number;
}

export interface Verification {
  /** Queries run before COMMIT, read-only; an error or a first value `false` stops the apply. */
  readonly sql: readonly string[];
  /** Asked after COMMIT. */
  readonly http: readonly { readonly url: string; readonly status: number }[];
}

export type ApplyEvent =
  | { readonly type: 'phase'; readonly phase: Phase }
  | { readonly type: 'step-started'; readonly index: number; readonly total: number; readonly step: Step }
  | {
      readonly type: 'step-finished';
      readonly index: number;
      readonly total: number;
      readonly step: Step;
      /** Milliseconds. */
      readonly elapsed: number;
    }
  | { readonly type: 'backed-up'; readonly name: string; readonly rows: number; readonly bytes: number }
  /** From a second connection, on servers: what the transaction waits for; `null`: it goes on. */
  | { readonly type: 'waiting'; readonly wait: Wait | null }
  | { readonly type: 'backing-up'; readonly name: string; readonly rows: number; readonly bytes: number }
  | { readonly type: 'retry'; readonly attempt: number; readonly reason: string }
  | { readonly type: 'note'; readonly message: string };
export type Phase =
  | 'preflight'
  | 'locks'
  | 'before'
  | 'backup'
  | 'steps'
  | 'proof'
  | 'verify'
  | 'history'
  | 'commit'
  | 'http'
  | 'online';

export interface ApplyOptions {
  readonly environment: string;
  readonly guard: TransactionGuard;
  /** Absolute path; each apply makes `<backupDir>/<environment>/<id>` in it. Unused where `backups` says otherwise. */
  readonly backupDir: string;
  /** Where backups go. Default: the folder `backupDir`, chosen by somebody. */
  readonly backups?: Place;
  /** Environment variables, by which runners that delete backups are known. Default none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What this is: an apply, or a plan that brings something back. Default apply. */
  readonly kind?: EntryKind;
  /** The history entry that it undoes or restores from. Default none. */
  readonly source?: string | null;
  readonly verify: Verification;
  /** The database as it was when the plan was made. */
  readonly planned: Snapshot;
  /**
   * Whether a change since then that no step touches asks for a new plan, by the schema that it is in (`null`: in none).
   * Default: in any schema, not outside of them (roles, event triggers, publications …).
   */
  readonly inScope?: (schema: string | null) => boolean;
  /** search_path of the steps, as SQL text. Default `public`. */
  readonly searchPath?: string;
  readonly onEvent?: (event: ApplyEvent) => void;
  readonly signal?: AbortSignal;
  readonly toolVersion: string;
  readonly gitCommit: string | null;
  /** Everything is done, proven and rolled back. Default false. */
  readonly rehearse?: boolean;
  /** What follows COMMIT. Default nothing. */
  readonly after?: After;
}

/** What an apply did. It is committed, unless it was a rehearsal. */
export interface ApplyReport {
  /** Sorts by time; names the history row, and the backup where there is one. */
  readonly id: string;
  readonly steps: number;
  /** Steps that followed COMMIT. */
  readonly online: number;
  /** Milliseconds from BEGIN to COMMIT. */
  readonly duration: number;
  /** Milliseconds from the first lock on. */
  readonly locked: number;
  /** It was rolled back, as asked. */
  readonly rehearsed: boolean;
  /** What the rehearsal had to leave out, a line each. */
  readonly unrehearsed: readonly string[];
  readonly backup: {
    readonly id: string;
    readonly folder: string;
    readonly tables: number;
    readonly rows: number;
  } | null;
  /** Other sessions' changes that were seen and left alone. */
  readonly notes: readonly string[];
  readonly fingerprintBefore: string;
  readonly fingerprintAfter: string;
}

/** The key of a step's object. */
export const stepKey = ({ object }: Step): Key => keyOfPlanned(object);

/** Everything that an apply does, as the plan numbers it. */
export const countSteps = ({ ahead = [], steps, online = [] }: PlanResult): number =>
  ahead.length + steps.length + online.length;
