/** A place in a file of the project. Lines and columns count from 1; columns in UTF-16 code units. */
export interface Position {
  /** Relative to the project's directory, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
