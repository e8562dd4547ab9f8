import type { Position } from '../model/position.js';
import type { Secret } from '../model/secret.js';
import type { Sets } from './sets.js';

export interface Placed {
  readonly text: string;
  readonly at: Position;
}

/** One environment file, checked, with every default filled in. */
export interface Environment {
  readonly name: string;
  /** `environments/NAME.yaml`. */
  readonly file: string;
  readonly at: Position;
  readonly database: {
    /** `null` where the embedded database serves. */
    readonly url: Secret | null;
    /** The embedded database's name. Serves where `url` is `null`. */
    readonly embedded: string | null;
    /** The variable that `url` is made from; `null` where there is none. */
    readonly variable: string | null;
    /** What the database has to be; `null` where the file does not say. */
    readonly expect: {
      readonly name: string | null;
      readonly systemIdentifier: string | null;
      readonly projectRef: string | null;
    };
  };
  readonly platform: string | null;
  /** The scope; `null`: the whole database. */
  readonly schemas: readonly string[] | null;
  readonly owner: string | null;
  /** Bundles: folders under state/. */
  readonly state: readonly Placed[];
  readonly unlisted: 'keep' | 'report' | 'refuse' | 'drop';
  readonly keep: Sets;
  readonly drop: Sets;
  /** What becomes of what is in the drop set. */
  readonly how: 'drop' | 'park';
  readonly guard: {
    readonly destructive: 'allow' | 'confirm' | 'forbid';
    readonly backup: 'none' | 'auto' | 'required';
    /** Milliseconds; 0 for none. */
    readonly lockTimeout: number;
    readonly statementTimeout: number;
    readonly lockRetries: number;
    readonly frozen: boolean;
    /** By kind of hazard: the bytes from which it is forbidden; 0 for always. Kinds that are not here are allowed. */
    readonly hazards: Readonly<Record<string, number>>;
    /** Milliseconds that locks may be held, by estimate; `null` for no limit. */
    readonly maxLocked: number | null;
  };
  /** What may be done outside the transaction: by entry, the bytes of a table from which it is. What is not here is not. */
  readonly online: Readonly<Record<string, number>>;
  /** What follows COMMIT. */
  readonly after: {
    /** Channel → payload. */
    readonly notify: Readonly<Record<string, string>>;
    readonly analyze: boolean;
    readonly sql: readonly Placed[];
  };
  /** A URL is a secret. */
  readonly scratch: 'auto' | 'server' | 'embedded' | Secret;
  /** A folder, relative to the project's directory, or `database`: the schema `reconcile_backup` in it. */
  readonly backups: string;
  /** Whether the file says where backups go. */
  readonly backupsSet: boolean;
  /** What `purge` keeps: all backups of so many days, the newest of so many weeks and months; parked tables for days. */
  readonly retention: {
    readonly daily: number;
    readonly weekly: number;
    readonly monthly: number;
    readonly parked: number;
  };
  readonly verify: {
    readonly sql: readonly Placed[];
    readonly http: readonly { readonly url: Secret; readonly status: number; readonly at: Position }[];
  };
}

export interface EnvironmentOptions {
  /** Forbids the fall-back to the embedded database. */
  readonly noEmbedded?: boolean;
  /** Leaves unset variables be: for what needs no database. */
  readonly ignoreVariables?: boolean;
}
