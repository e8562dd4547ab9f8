declare module 'pgpass' {
  interface PgpassTarget {
    host: string;
    port: number;
    database: string;
    user: string;
  }
  /** Looks a password up in PGPASSFILE or ~/.pgpass; `undefined` where there is none. */
  export default function pgpass(target: PgpassTarget, found: (password: string | undefined) => void): void;
}
