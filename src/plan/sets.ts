import { KINDS } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Problem, UserError } from '../model/errors.js';
import type { Key } from '../model/id.js';
import type { Diagnostic, Refusal } from '../model/plan.js';
import type { Position } from '../model/position.js';
import { isDeclared } from './scope.js';

/** One entry of `keep:` or `drop:`. */
export interface SetEntry {
  readonly text: string;
  readonly at: Position;
}

/** Entries by the set's key: `tables`, `functions`, … */
export type Sets = Readonly<Record<string, readonly SetEntry[]>>;

export interface Resolved {
  readonly keys: Set<Key>;
  /** Keys named exactly, not by a glob. */
  readonly exact: Map<Key, Position>;
  readonly refusals: Refusal[];
  readonly diagnostics: Diagnostic[];
}

/** Kinds that are parts of a relation: named with it, or, where the name is one of the schema's (indexes), without too. */
type Part = 'in table' | 'in schema' | null;

/** Splits `schema.name`, a double-quoted part holding dots. */
function parts(text: string): string[] {
  const found = text.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [text];
  return found.map((part) =>
    part.startsWith('"') && part.endsWith('"') && part.length > 1
      ? part.slice(1, -1).replaceAll('""', '"')
      : part,
  );
}

const isGlob = (text: string): boolean => text.includes('*');
const globRegex = (glob: string): RegExp =>
  new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

function matcher(text: string): (value: string | null) => boolean {
  if (!isGlob(text)) return (value) => value === text;
  const regex = globRegex(text);
  return (value) => value !== null && regex.test(value);
}

/** What the parts of a name mean: of two, the first is a schema's where there is such a schema. */
function reading(
  names: readonly string[],
  part: Part,
  live: Catalog,
): { schema?: string; table?: string; name: string } {
  const [name = '', second, third] = [...names].reverse();
  if (second === undefined) return { name };
  if (part !== null && third !== undefined) return { schema: third, table: second, name };
  const schema = part === null || (part === 'in schema' && hasSchema(live, matcher(second)));
  return schema ? { schema: second, name } : { table: second, name };
}

const hasSchema = ({ objects }: Catalog, named: (value: string) => boolean): boolean =>
  [...objects.values()].some(({ id, address }) => address.catalog === 'pg_namespace' && named(id.name));

/** Live objects that an entry names. An unqualified name is looked for in the environment's schemas. */
function find(
  entry: SetEntry,
  kinds: ReadonlySet<string>,
  part: Part,
  live: Catalog,
  schemas: readonly string[],
): CatalogObject[] {
  const open = entry.text.indexOf('(');
  const [path, args] =
    open < 0
      ? [entry.text, null]
      : [entry.text.slice(0, open), entry.text.slice(open + 1, entry.text.lastIndexOf(')'))];
  const names = parts(path.trim());
  const { schema, table, name } = reading(names, part, live);
  const [isName, isTable] = [matcher(name), table === undefined ? () => true : matcher(table)];
  const isSchema =
    schema === undefined
      ? (value: string | null) => value === null || schemas.includes(value)
      : matcher(schema);
  const spelled = (text: string): string =>
    text
      .toLowerCase()
      .replace(/\s*,\s*/g, ', ')
      .trim();
  return [...live.objects.values()].filter(
    (object) =>
      kinds.has(object.id.kind) &&
      isName(object.id.name) &&
      isTable(object.id.table) &&
      isSchema(object.id.schema) &&
      (args === null ||
        object.id.arguments === null ||
        spelled(aliases(args)) === spelled(object.id.arguments)),
  );
}

/** Type names people write, as format_type spells them. */
function aliases(args: string): string {
  const names: Record<string, string> = {
    int: 'integer',
    int4: 'integer',
    int8: 'bigint',
    int2: 'smallint',
    bool: 'boolean',
    varchar: 'character varying',
    char: 'character',
    float8: 'double precision',
    float4: 'real',
    decimal: 'numeric',
    timestamptz: 'timestamp with time zone',
    timestamp: 'timestamp without time zone',
    timetz: 'time with time zone',
    time: 'time without time zone',
  };
  return args
    .split(',')
    .map((arg) =>
      arg
        .trim()
        .replace(
          /^(\w+)((?:\[\])*)$/,
          (_, type: string, array: string) => `${names[type.toLowerCase()] ?? type}${array}`,
        ),
    )
    .join(', ');
}

/** Finds what a set names in the live database. `keep` refuses what is absent; `drop` calls it already gone. */
export function resolveSet(
  which: 'keep' | 'drop',
  sets: Sets,
  live: Catalog,
  schemas: readonly string[],
): Resolved {
  const result: Resolved = { keys: new Set(), exact: new Map(), refusals: [], diagnostics: [] };
  for (const [plural, entries] of Object.entries(sets)) {
    const named = KINDS.filter((kind) => kind.plural === plural || kind.name === plural);
    const kinds = new Set(named.map((kind) => kind.name));
    const parted = named.filter((kind) => kind.part);
    const inSchema = parted.every((kind) => kind.nameInSchema === true);
    const part = parted.length === 0 ? null : inSchema ? 'in schema' : 'in table';
    for (const entry of entries) one(which, entry, plural, find(entry, kinds, part, live, schemas), result);
  }
  return result;
}

function one(
  which: 'keep' | 'drop',
  entry: SetEntry,
  plural: string,
  found: readonly CatalogObject[],
  result: Resolved,
): void {
  const where = { file: entry.at.file, line: entry.at.line, column: entry.at.column };
  const glob = isGlob(entry.text);
  if (found.length === 0) {
    if (which === 'drop') {
      result.diagnostics.push({
        level: 'info',
        code: 'already_gone',
        message: `${entry.text} (drop: ${plural}) is already gone`,
        ...where,
      });
    } else if (glob) {
      result.diagnostics.push({
        level: 'warning',
        code: 'keep_matches_nothing',
        message: `${entry.text} (keep: ${plural}) matches nothing`,
        ...where,
      });
    } else {
      result.refusals.push({
        code: 'kept_missing',
        message: `${entry.text} (keep: ${plural}) is not in the database (${entry.at.file}:${entry.at.line})`,
        hint: 'correct the name, or take the entry out',
      });
    }
    return;
  }
  const routines = found.filter((object) => object.id.arguments !== null);
  if (!glob && !entry.text.includes('(') && routines.length > 1) {
    result.refusals.push({
      code: 'ambiguous_routine',
      message: `${entry.text} (${which}: ${plural}) names several: ${routines.map((object) => object.key).join(', ')} (${entry.at.file}:${entry.at.line})`,
      hint: 'write the argument types of the one you mean',
    });
    return;
  }
  for (const object of found) {
    result.keys.add(object.key);
    if (!glob) result.exact.set(object.key, entry.at);
  }
}

export interface ResolvedSets {
  readonly keep: ReadonlySet<Key>;
  readonly drop: ReadonlySet<Key>;
  readonly dropAt: ReadonlyMap<Key, Position>;
  readonly refusals: readonly Refusal[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Both sets of an environment. Throws UserError where an object is in two of declared, kept and dropped. */
export function resolveSets(
  environment: { readonly keep: Sets; readonly drop: Sets; readonly schemas: readonly string[] | null },
  live: Catalog,
  desired: Catalog,
): ResolvedSets {
  const schemas = environment.schemas ?? ['public'];
  const keep = resolveSet('keep', environment.keep, live, schemas);
  const drop = resolveSet('drop', environment.drop, live, schemas);
  const problems: Problem[] = [];
  for (const [key, at] of drop.exact) {
    if (desired.objects.has(key))
      problems.push({
        code: 'declared_and_dropped',
        message: `${key} is declared and dropped`,
        at,
        hint: 'take it out of drop: or out of state',
      });
    if (keep.exact.has(key))
      problems.push({
        code: 'kept_and_dropped',
        message: `${key} is kept and dropped`,
        at,
        hint: 'take it out of one of the two',
      });
  }
  for (const [key, at] of keep.exact) {
    if (isDeclared(key, desired))
      problems.push({
        code: 'declared_and_kept',
        message: `${key} is declared and kept`,
        at,
        hint: 'take it out of keep: or out of state',
      });
  }
  if (problems.length > 0) throw new UserError(problems);
  const kept = new Set([...keep.keys].filter((key) => !isDeclared(key, desired) && !drop.keys.has(key)));
  return {
    keep: kept,
    drop: drop.keys,
    dropAt: drop.exact,
    refusals: [...keep.refusals, ...drop.refusals],
    diagnostics: [...keep.diagnostics, ...drop.diagnostics],
  };
}
