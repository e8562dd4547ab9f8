/** Longest identifier in bytes: NAMEDATALEN - 1. */
export const LONGEST = 63;

/**
 * The name that PostgreSQL makes of a relation's, a column's and a label, cut to what fits: the longer of the two
 * names loses bytes first (makeObjectName in src/backend/commands/indexcmds.c).
 * @param column `null` where there is none: a domain's constraint
 */
export function automaticName(table: string, column: string | null, label: string): string {
  if (column === null) return `${clipped(table, LONGEST - Buffer.byteLength(`_${label}`))}_${label}`;
  const room = LONGEST - Buffer.byteLength(`__${label}`);
  let [a, b] = [Buffer.byteLength(table), Buffer.byteLength(column)];
  while (a + b > room) {
    if (a > b) a -= 1;
    else b -= 1;
  }
  return `${clipped(table, a)}_${clipped(column, b)}_${label}`;
}

/** The longest beginning of whole characters in so many bytes. */
export function clipped(text: string, bytes: number): string {
  let [kept, used] = ['', 0];
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}
