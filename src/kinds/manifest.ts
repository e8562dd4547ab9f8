/** What a manifest says, before it is YAML. Maps keep their order, whatever their keys look like. */
export type ManifestValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly ManifestValue[]
  | ManifestMap;
export type ManifestMap = ReadonlyMap<string, ManifestValue>;

/** An object's own document: its comment, owner, privileges and sections of parts are added for all kinds alike. */
export interface ManifestDocument {
  /** The first key's value. Default: the name, with its schema unless that is public. */
  readonly title?: string;
  readonly keys: ManifestMap;
  /** Long texts, which stand at the end. */
  readonly last?: ManifestMap;
  /** Kinds of parts whose sections are written even where they are empty. */
  readonly sections?: readonly string[];
  /** Kinds of parts that `keys` says already, comments included. */
  readonly says?: readonly string[];
  /** Statements that say what no key says. */
  readonly sql?: readonly string[];
}

/** A part in its section: the clause where that says it all, else the map. */
export interface ManifestEntry {
  readonly clause: string | null;
  /** The same as a map, which takes a comment; `null` where this kind of part has none. Both null: `sql` says it all. */
  readonly map: ManifestMap | null;
  /** Statements that say what the entry does not. */
  readonly sql?: readonly string[];
}

/** `elsewhere`: another entry says it, or it comes by itself. `null`: only SQL says it. */
export type Entry = ManifestEntry | 'elsewhere' | null;

/** A map of what is not undefined. */
export function mapOf(entries: Readonly<Record<string, ManifestValue | undefined>>): ManifestMap {
  const map = new Map<string, ManifestValue>();
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) map.set(key, value);
  return map;
}
