import type { Undo } from '../plan/undo.js';

/** What a backup holds: `manifest.json` in its folder. */
export interface BackupManifest {
  readonly version: 1;
  readonly id: string;
  readonly environment: string;
  /** ISO 8601, UTC. */
  readonly taken_at: string;
  /** server_version_num of the database it was taken from. */
  readonly server_version: number;
  readonly tool_version: string;
  /** The time zone that the rows were written under. */
  readonly time_zone: string | null;
  readonly tables: readonly TableData[];
  readonly sequences: readonly SequencePosition[];
  /** SQL that builds what was lost, as restore.sql runs it: before and after the data. */
  readonly definitions: Recreation;
  /** The objects themselves, by which `restore` makes them anew; `null` where nothing is lost but rows. */
  readonly undo: Undo | null;
  /** sha256 of restore.sql. */
  readonly restore_sha256: string;
}

export interface TableData {
  readonly schema: string;
  readonly name: string;
  /** Relative to the backup's folder. */
  readonly file: string;
  readonly columns: readonly string[];
  /** `table`: whole rows, loaded again; `columns`: lost columns with the key; `rows`: whole rows kept for a column without a key; `materialized view`: kept, not loaded. */
  readonly kind: 'table' | 'columns' | 'rows' | 'materialized view';
  /** The columns whose values are lost; empty where whole rows are. */
  readonly lost: readonly string[];
  readonly rows: number;
  /** Size of the file. */
  readonly bytes: number;
  /** Of the file, hexadecimal. */
  readonly sha256: string;
  /** gzip, in members that can be read one after the other. */
  readonly compressed: boolean;
  /** Bytes of the COPY statement before the rows (after decompression). */
  readonly head: number;
  /** Bytes of the rows as COPY gave them: what is loaded must give the same again. */
  readonly content_bytes: number;
  readonly owner: string;
}

export interface SequencePosition {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  /** A decimal number: it may be beyond what a double holds. */
  readonly last_value: string;
  readonly is_called: boolean;
  /** The column that owns it, by which restore finds it again; `null` where it stands alone. */
  readonly owned_by: { readonly schema: string; readonly table: string; readonly column: string } | null;
}

/** SQL statements of one role; `null`: the connecting role. */
export interface RoleSql {
  readonly role: string | null;
  readonly sql: readonly string[];
}

/** What plan/recreate.ts gives. */
export interface Recreation {
  readonly before: readonly RoleSql[];
  readonly after: readonly RoleSql[];
}
