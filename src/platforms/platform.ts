/** What a hosting platform owns in every database, as data. */
export interface Platform {
  readonly name: string;
  /** Schemas whose contents are the platform's. */
  readonly schemas: readonly string[];
  readonly extensions: readonly string[];
  readonly publications: readonly string[];
  readonly eventTriggers: readonly string[];
  /** Appended to search_path when user text runs, where the schemas exist. */
  readonly searchPath: readonly string[];
}
