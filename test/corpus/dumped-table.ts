/** A table as pg_dump writes it. */
export interface DumpedTable {
  readonly head: string;
  /** As the dump calls it. */
  readonly name: string;
  /** Columns and constraints, sorted. */
  readonly lines: readonly string[];
  readonly tail: string;
}

const TABLE = /^(CREATE (?:UNLOGGED |FOREIGN )?TABLE (.*) \()\n((?:[\s\S]*?\n)??)(\)[\s\S]*)$/;
const NAME = String.raw`"(?:[^"]|"")*"|\w+`;
const COLUMN = new RegExp(`^ {4}(?!CONSTRAINT |NOT NULL )(${NAME}) `);
const CONSTRAINT = new RegExp(`^ {4}CONSTRAINT (${NAME}) CHECK `);
const NOT_NULL = / NOT NULL(?: NO INHERIT)?(?=$| COLLATE )/;
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"/g;

/** The parts of a CREATE TABLE; `null` for any other statement. */
export function dumpedTable(text: string): DumpedTable | null {
  const [, head, name, body = '', tail] = TABLE.exec(text) ?? [];
  if (head === undefined || name === undefined || tail === undefined) return null;
  return { head, name, lines: entries(body.replace(/\n$/, '')).sort(), tail };
}

export const tableText = ({ head, lines, tail }: DumpedTable): string =>
  [head, ...(lines.length === 0 ? [] : [lines.join(',\n')]), tail].join('\n');

/** A CASE takes several lines. */
function entries(body: string): string[] {
  const found: string[] = [];
  let entry = '';
  for (const line of body === '' ? [] : body.split('\n')) {
    entry += entry === '' ? line : `\n${line}`;
    const bare = entry.replace(QUOTED, '');
    if (!bare.endsWith(',') || bare.split('(').length !== bare.split(')').length) continue;
    found.push(entry.slice(0, -1));
    entry = '';
  }
  return entry === '' ? found : [...found, entry];
}

/**
 * Both sides' statements without what a child only says again of what its parents hand down: no statement makes a column or
 * check of theirs the child's own too, or takes that back. What else a column says stays: its default, as pg_dump writes that of
 * a column which it does not list. That they are there, and required, is for the catalogs to compare.
 */
export function withoutRepeats(made: readonly string[], meant: readonly string[]): [string[], string[]] {
  const others = new Map(tables(meant).map((table) => [table.name, table]));
  const sides: [string[], string[]] = [[...made], [...meant]];
  for (const table of tables(made)) {
    const other = others.get(table.name);
    if (other === undefined || other.head !== table.head || other.tail !== table.tail) continue;
    if (!table.tail.startsWith(')\nINHERITS (')) continue;
    const pair = [table, other] as const;
    const columns = pair.flatMap((one, at) => onlyIn(one, pair[1 - at], COLUMN));
    const checks = pair.flatMap((one, at) => onlyIn(one, pair[1 - at], CONSTRAINT));
    const required = table.lines.filter(
      (line) => !other.lines.includes(line) && other.lines.includes(line.replace(NOT_NULL, '')),
    );
    for (const [at, side] of sides.entries())
      sides[at as 0 | 1] = side.flatMap((text) => without(text, table.name, columns, checks, required));
  }
  return sides;
}

const tables = (texts: readonly string[]): DumpedTable[] => texts.flatMap((text) => dumpedTable(text) ?? []);

const nameIn = (line: string, pattern: RegExp): string | undefined => pattern.exec(line)?.[1];

/** Names that stand in one table alone. */
const onlyIn = ({ lines }: DumpedTable, other: DumpedTable | undefined, pattern: RegExp): string[] =>
  lines.flatMap((line) => {
    const name = nameIn(line, pattern);
    const both = other?.lines.some((one) => nameIn(one, pattern) === name) ?? false;
    return name === undefined || both ? [] : name;
  });

function without(
  text: string,
  name: string,
  columns: readonly string[],
  checks: readonly string[],
  required: readonly string[],
): string[] {
  const table = dumpedTable(text);
  if (table === null) {
    const sets = columns.some((column) =>
      text.endsWith(`TABLE ONLY ${name} ALTER COLUMN ${column} SET NOT NULL;`),
    );
    return sets ? [] : [text];
  }
  if (table.name !== name) return [text];
  const kept: string[] = [];
  const defaults: string[] = [];
  for (const line of table.lines) {
    const column = nameIn(line, COLUMN) ?? '';
    const value = /^[\s\S]*? DEFAULT ([\s\S]*)$/.exec(
      line.replace(NOT_NULL, '').replace(/ COLLATE [^']*$/, ''),
    )?.[1];
    if (columns.includes(column)) {
      const foreign = table.head.startsWith('CREATE FOREIGN') ? 'FOREIGN ' : '';
      if (value !== undefined)
        defaults.push(`ALTER ${foreign}TABLE ONLY ${name} ALTER COLUMN ${column} SET DEFAULT ${value};`);
    } else if (checks.includes(nameIn(line, CONSTRAINT) ?? '')) continue;
    else if (columns.some((one) => line.startsWith(`    NOT NULL ${one}`))) continue;
    else kept.push(required.includes(line) ? line.replace(NOT_NULL, '') : line);
  }
  return [tableText({ ...table, lines: kept }), ...defaults];
}
