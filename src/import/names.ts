/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/;
const LONGEST = 100;

/** A name as part of a path on every file system: lower case letters, digits and `_-.`, not hidden, never empty. */
export function safeName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, '_')
    .slice(0, LONGEST)
    .replace(/\.+$/, '_');
  return plain === '' || plain.startsWith('.') || DEVICES.test(plain.split('.')[0] ?? '')
    ? `_${plain}`
    : plain;
}

/** Gives each name one of its own: the second of a kind becomes `name-2`. Names must come in a fixed order. */
export class Names {
  readonly #taken = new Map<string, Set<string>>();

  /** `folder`: where the names must differ. */
  take(folder: string, name: string): string {
    const taken = this.#taken.get(folder) ?? new Set();
    this.#taken.set(folder, taken);
    const safe = safeName(name);
    let free = safe;
    for (let number = 2; taken.has(free); number += 1) free = `${safe}-${number}`;
    taken.add(free);
    return free;
  }
}
