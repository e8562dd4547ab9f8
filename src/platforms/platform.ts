/** What a hosting platform owns in every database, as data. */
export interface Platform {
  readonly name: string;
  /** Schemas whose contents are the platform's. */
  readonly schemas: readonly string[];
  /** Single objects by kind: `extension`, `event_trigger`, … as `name` or `schema.name`. */
  readonly objects: Readonly<Record<string, readonly string[]>>;
  /** Roles that anybody who reaches the database from outside can act as. */
  readonly exposed: readonly string[];
  /** Appended to search_path when user text runs, where the schemas exist. */
  readonly searchPath: readonly string[];
}
