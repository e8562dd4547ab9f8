import { kindByPlural, kindOf } from '../kinds/registry.js';
import type { Problem } from '../model/errors.js';
import type { Position } from '../model/position.js';
import { identifierError, nameParts } from './names.js';
import { argumentTypes } from './parts/arguments.js';
import type { Source } from './source.js';
import { entries, items, type ScalarValue, scalar, type Value } from './yaml/tree.js';

/** One entry of `keep:` or `drop:`. */
export interface SetEntry {
  /** As written. */
  readonly text: string;
  readonly at: Position;
  /** Dotted parts, last the object's own name; a schema only where it is written. */
  readonly parts: readonly string[];
  /** Types of a routine's arguments as SQL; `null` where there are no parentheses. */
  readonly arguments: string | null;
  /** `*` in the last part stands for any characters. */
  readonly glob: boolean;
}

/** Entries by kind: `table`, `function`, … (the file's keys are the plurals). */
export type Sets = Readonly<Record<string, readonly SetEntry[]>>;

/** Kinds without a schema: a dot in their names is an ordinary character. */
const isGlobal = (kind: string): boolean => kindOf(kind).global === true;
/** A part may be named without its table where its name is one of the schema's. */
const inSchema = (kind: string): boolean => kindOf(kind).nameInSchema === true;
const isPart = (kind: string): boolean => kindOf(kind).part && !inSchema(kind);

/** Kinds whose names may carry argument types. */
const ROUTINES = new Set(['function', 'procedure', 'aggregate']);

export function readSets(
  source: Source,
  value: Value | undefined,
  set: 'keep' | 'drop',
  problems: Problem[],
): Sets {
  const out: Record<string, SetEntry[]> = {};
  for (const { key, value: list } of entries(value)) {
    if (list.type !== 'list') continue;
    const kind = kindByPlural(key);
    if (kind === undefined) continue;
    const read = items(list).flatMap((item) => readEntry(source, kind, scalar(item), set, problems) ?? []);
    const seen = new Map<string, SetEntry>();
    for (const one of read) {
      const first = seen.get(one.text);
      if (first !== undefined)
        problems.push(
          source.problemAt(
            'duplicate',
            `${one.text} is listed twice; first on line ${first.at.line}`,
            one.at,
            'remove one of them',
          ),
        );
      seen.set(one.text, one);
    }
    out[kind] = read;
  }
  return out;
}

function readEntry(
  source: Source,
  kind: string,
  value: ScalarValue | undefined,
  set: 'keep' | 'drop',
  problems: Problem[],
): SetEntry | null {
  if (value === undefined) return null;
  const fail = (code: string, message: string, offset: number, hint?: string): null => {
    problems.push(source.problem(code, message, value.offset(offset), hint));
    return null;
  };
  const open = ROUTINES.has(kind) ? value.text.indexOf('(') : -1;
  const name = open === -1 ? value.text : value.text.slice(0, open);
  const types = open === -1 ? null : value.text.slice(open);
  if (types !== null && !types.endsWith(')'))
    return fail('bad-name', `${value.text} has no closing parenthesis`, open, 'for example: may_edit(uuid)');
  const star = name.indexOf('*');
  if (star !== -1 && set === 'drop' && kind !== 'operator') {
    return fail(
      'glob-in-drop',
      `drop takes exact names, not the pattern ${value.text}`,
      star,
      'list every name: what is dropped is written out',
    );
  }
  const most = isGlobal(kind) ? 1 : kindOf(kind).part ? 3 : 2;
  const { parts, error } = isGlobal(kind)
    ? { parts: [name], error: identifierError(name) }
    : nameParts(name, most);
  if (error !== null) return fail(error.code, error.message, error.offset, error.hint);
  if (isPart(kind) && parts.length < 2)
    return fail('bad-name', `a ${kind} is named with its table: ${name}`, 0, `write TABLE.${name}`);
  const inner = types?.slice(1, -1).trim() ?? null;
  if (types !== null && argumentTypes(types) === null) {
    return fail('bad-name', `${types} are no argument types`, open + 1, 'for example: may_edit(uuid, text)');
  }
  return { text: value.text, at: value.at, parts, arguments: inner, glob: star !== -1 };
}

/** The identity of an object, as far as an entry can name it. */
export interface NamedObject {
  readonly schema: string | null;
  readonly table: string | null;
  readonly name: string;
  readonly arguments: string | null;
}

/** Whether an entry means an object: a name without schema means one in any of `schemas`. */
export function entryMatches(
  entry: SetEntry,
  kind: string,
  object: NamedObject,
  schemas: readonly string[] = ['public'],
): boolean {
  const named = readings(entry.parts, kind).some(
    ({ schema, table, name }) =>
      (schema === undefined
        ? object.schema === null || schemas.includes(object.schema)
        : schema === object.schema) &&
      (table === undefined || table === object.table) &&
      matches(name, object.name, entry.glob),
  );
  if (!named) return false;
  return (
    entry.arguments === null || object.arguments === null || sameTypes(entry.arguments, object.arguments)
  );
}

/** What the parts of an entry can mean; an index may be named with its table or without. */
function readings(
  parts: readonly string[],
  kind: string,
): { schema?: string | null; table?: string | null; name: string }[] {
  const name = parts.at(-1) ?? '';
  const [first = '', second = ''] = parts;
  if (isGlobal(kind)) return [{ schema: null, table: null, name }];
  if (parts.length === 3) return [{ schema: first, table: second, name }];
  if (isPart(kind)) return [{ table: first, name }];
  if (parts.length === 1) return [{ name }];
  return [{ schema: first, name }, ...(inSchema(kind) ? [{ table: first, name }] : [])];
}

function matches(pattern: string, name: string, glob: boolean): boolean {
  if (!glob || !pattern.includes('*')) return pattern === name;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}

/** Whether two lists of argument types are the same after the parser has read both. */
export function sameTypes(a: string, b: string): boolean {
  const normal = (text: string): string => (argumentTypes(`(${text})`) ?? text).replaceAll('pg_catalog.', '');
  return normal(a) === normal(b);
}

/** Entries that are both kept and dropped, at the drop. */
export function setConflicts(source: Source, keep: Sets, drop: Sets): Problem[] {
  return Object.entries(drop).flatMap(([kind, dropped]) =>
    dropped.flatMap((one) => {
      const objects = readings(one.parts, kind).map(({ schema, table, name }) => ({
        schema: schema === undefined ? 'public' : schema,
        table: table ?? null,
        name,
        arguments: one.arguments,
      }));
      const kept = keep[kind]?.find((other) => objects.some((object) => entryMatches(other, kind, object)));
      if (kept === undefined) return [];
      const how = kept.glob ? `by ${kept.text} ` : '';
      const message = `${kind} ${one.text} is dropped here and kept ${how}on line ${kept.at.line}`;
      return [source.problemAt('kept-and-dropped', message, one.at, 'remove it from one of the two sets')];
    }),
  );
}
