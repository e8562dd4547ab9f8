/** One conversation with a database: node-postgres on a server, PGlite on the embedded one. */
export interface Session {
  readonly engine: 'server' | 'embedded';
  /** server_version_num. */
  readonly version: number;
  /** What to call the target in messages; never holds a password. */
  readonly label: string;
  /** Of the backend that answered first. */
  readonly backendPid: number | null;
  /** A pooler is in between: that backend is not the one that the connection was made to. */
  readonly pooled: boolean;
  /** One statement in the extended protocol. oid and int2/4 come as numbers, int8/numeric as strings, json(b) parsed, arrays as arrays. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Any number of statements in the simple protocol; the rows of each. */
  run(sql: string): Promise<Record<string, unknown>[][]>;
  /** Streams what `COPY … TO STDOUT` gives. */
  copyOut(sql: string): AsyncIterable<Uint8Array>;
  /** Feeds `COPY … FROM STDIN`; resolves to the number of rows. */
  copyIn(sql: string, data: AsyncIterable<Uint8Array>): Promise<number>;
  /** A further connection to the same database (or another of the same server); `null` where there can be none. */
  another(database?: string): Promise<Session | null>;
  /** Asks the server to cancel the running statement. */
  cancel(): Promise<void>;
  /** Whether the connection is known to be gone. */
  readonly broken: boolean;
  close(): Promise<void>;
}
