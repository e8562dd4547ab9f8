import type { Problem } from '../model/errors.js';
import type { Position } from '../model/position.js';
import type { Environment } from './environment_type.js';
import { entryMatches, type SetEntry, type Sets, sameTypes } from './sets.js';
import type { DeclaredRef, ObjectRef } from './state.js';

/** The source line of a position, for code frames. */
export type LineOf = (position: Position) => string;

/** Kinds that share one set of names in a schema (pg_class, pg_type in the manual). */
const NAMESPACES: Readonly<Record<string, string>> = {
  table: 'relation',
  view: 'relation',
  materialized_view: 'relation',
  foreign_table: 'relation',
  sequence: 'relation',
  index: 'relation',
  composite_type: 'relation',
  function: 'routine',
  procedure: 'routine',
  aggregate: 'routine',
  enum: 'type',
  domain: 'type',
  range_type: 'type',
};

/** A text for messages: `policy read own of clients`. */
function describe(ref: ObjectRef): string {
  const schema = ref.schema === null || ref.schema === 'public' ? '' : `${ref.schema}.`;
  const kind = ref.kind.replaceAll('_', ' ');
  if (ref.table !== null) return `${kind} ${ref.name} of ${schema}${ref.table}`;
  return `${kind} ${schema}${ref.name}${ref.arguments === null ? '' : `(${ref.arguments.replaceAll('pg_catalog.', '')})`}`;
}

function place(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}

/** Objects that two documents create, and sections that two documents both claim to be complete. */
export function duplicates(declared: readonly DeclaredRef[], line: LineOf): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, DeclaredRef[]>();
  for (const one of declared) {
    const { ref } = one;
    const space = NAMESPACES[ref.kind] ?? ref.kind;
    // An index lives beside its table; other parts live inside.
    const table = space === 'relation' ? '' : (ref.table ?? '');
    const key = JSON.stringify([space, ref.schema, table, ref.name]);
    const same = seen.get(key) ?? [];
    const first = same.find((other) => clash(other, one));
    if (first !== undefined) {
      problems.push({ ...twice(first, one), at: one.at, source: line(one.at) });
    }
    same.push(one);
    seen.set(key, same);
  }
  return problems;
}

function twice(first: DeclaredRef, one: DeclaredRef): Pick<Problem, 'code' | 'message' | 'hint'> {
  const where = place(first.at);
  if (!first.partial && !one.partial) {
    const how = first.ref.kind === one.ref.kind ? '' : ` as ${first.ref.kind.replaceAll('_', ' ')}`;
    const message = `${describe(one.ref)} is declared twice; first${how} at ${where}`;
    return { code: 'duplicate', message, hint: 'remove one of them' };
  }
  const common = shared(first, one).join(' and ');
  const message = `${describe(one.ref)} lists what it has of kind ${common} in two documents; first at ${where}`;
  return {
    code: 'duplicate',
    message,
    hint: 'a section that is present is complete: put both lists into one',
  };
}

/** Several statements may say something of one: grants and revokes, a shell type before the type. */
const REPEATED = new Set(['default_privileges', 'base_type', 'operator_family']);

function clash(a: DeclaredRef, b: DeclaredRef): boolean {
  if (a.ref.arguments !== null && b.ref.arguments !== null && !sameTypes(a.ref.arguments, b.ref.arguments))
    return false;
  if (REPEATED.has(a.ref.kind)) return false;
  // Arguments such as clients.id%type are known to a server only: it may be another one of the name.
  const routine = NAMESPACES[a.ref.kind] === 'routine';
  if (routine && (a.ref.arguments === null || b.ref.arguments === null)) return false;
  if (a.replaces === true || b.replaces === true) return false;
  if (!a.partial && !b.partial) return true;
  return a.ref.kind === b.ref.kind && shared(a, b).length > 0;
}

/** Sections that both documents list; `.sql` lists none. */
function shared(a: DeclaredRef, b: DeclaredRef): string[] {
  if (a.sections === 'all' || b.sections === 'all') return [];
  const other = b.sections;
  return [...a.sections].filter((section) => other.has(section));
}

/** What is declared and dropped, or declared and exactly kept. A declaration beats a glob. */
export function setClashes(
  declared: readonly DeclaredRef[],
  environment: Environment,
  line: LineOf,
): Problem[] {
  const check = (sets: Sets, one: DeclaredRef, what: string): Problem[] => {
    const entry = sets[one.ref.kind]?.find(
      (candidate: SetEntry) =>
        !candidate.glob && entryMatches(candidate, one.ref.kind, one.ref, environment.schemas ?? ['public']),
    );
    if (entry === undefined) return [];
    const message = `${describe(one.ref)} is ${what} here and declared at ${place(one.at)}`;
    const hint = 'remove the entry, or the declaration';
    return [{ code: `declared-and-${what}`, message, at: entry.at, source: line(entry.at), hint }];
  };
  return declared
    .filter((one) => !one.partial)
    .flatMap((one) => [...check(environment.drop, one, 'dropped'), ...check(environment.keep, one, 'kept')]);
}
