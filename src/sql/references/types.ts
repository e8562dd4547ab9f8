/** A name that SQL refers to. */
export interface Reference {
  readonly kind: 'relation' | 'function' | 'type' | 'sequence';
  /** `null` where none is given. */
  readonly schema: string | null;
  readonly name: string;
  /** UTF-16 offset, 0-based, in the text that was given. */
  readonly offset: number;
  /** `guessed`: from words, where the parser refuses; `dynamic`: from a string that is run as SQL, or looks like it. */
  readonly how: 'parsed' | 'guessed' | 'dynamic';
}
