import { kindOf } from '../kinds/registry.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Context } from './context.js';
import type { Requirement } from './result.js';
import type { Work } from './work.js';

/** Statements that need CREATE on the schema of what they name: types, constraints and columns are renamed without. */
const RENAMED =
  /^alter (table|foreign table|view|materialized view|sequence|index|function|procedure|routine|aggregate|operator|collation|conversion|statistics|text search) .* rename to /is;
const MOVED = /^alter .* set schema ("(?:[^"]|"")+"|\S+)$/is;
/** What makes a relation beside the part that it is for. */
const MADE_FOR_PART =
  /^create (unique )?index |^alter table .* add (constraint ("(?:[^"]|"")+"|\S+) )?(primary key|unique|exclude)\b(?!.* using index )|^alter table .* generated (always|by default) as identity/is;
const MADE = /^create /i;

/** A schema that is there and stays: what the plan itself makes cannot be asked about. */
function standing(key: Key, { live, removed }: Context): Key | null {
  return live.objects.has(key) && !removed.has(key) ? key : null;
}

const schemaOf = (name: string): Key => `schema ${quoteIdent(name)}`;

/** A statement without what its literals and quoted names say. */
const bare = (sql: string): string => sql.replace(/'(?:[^']|'')*'/g, "''").replace(/"(?:[^"]|"")*"/g, '""');

/** Up to where a step goes on as another role. */
function own(sql: readonly string[]): readonly string[] {
  const at = sql.findIndex((text) => text.startsWith('set local role '));
  return at < 0 ? sql : sql.slice(0, at);
}

/** CREATE on schemas: for what a piece of work makes, renames or moves there, and for an owner that it is given to. */
export function createsIn(work: Work, context: Context, given: string | null): Requirement[] {
  const { id } = work.object;
  const kind = kindOf(id.kind);
  const sql = own(work.sql);
  const schemas = new Set<Key>(
    // What is parked goes where apply sees to it.
    (work.verb === 'drop' ? [] : sql).flatMap((text) => {
      const to = MOVED.exec(text)?.[1];
      return to === undefined ? [] : [`schema ${to}`];
    }),
  );
  const home = id.schema === null || kind.global === true ? null : schemaOf(id.schema);
  if (home !== null && schemas.size === 0) {
    const makes = kind.part
      ? sql.some((text) => MADE_FOR_PART.test(bare(text)))
      : work.verb === 'create' || sql.some((text) => MADE.test(text));
    if (makes || sql.some((text) => RENAMED.test(bare(text)))) schemas.add(home);
  }
  // A schema itself is made, renamed and given away by whoever may create in the database.
  const inDatabase =
    kind.authorization === true && (given !== null || ['create', 'rename'].includes(work.verb));
  const needs = [...schemas].map((on): [Key, string | null] => [on, null]);
  if (home !== null && given !== null) needs.push([home, given]);
  const database: Requirement[] = inDatabase ? [{ what: 'create', on: null, role: null }] : [];
  const there = needs.flatMap(([key, of]): Requirement[] => {
    const on = standing(key, context);
    if (on === null) return [];
    return [{ what: 'create', on, role: null, ...(of === null ? {} : { of }) }];
  });
  return [...database, ...there];
}

/** Whether the text has the name, and not as the end of a longer one. */
function holdsName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (at === 0 || !/[\w$]/.test(text[at - 1] ?? '')) return true;
  return false;
}

/** USAGE on the schemas whose objects the connecting role's statements name. */
export function usesOf(work: Work, context: Context): Requirement[] {
  // What stands in no schema is a matter of the platform's hooks on many servers.
  if (work.role !== null || kindOf(work.object.id.kind).global === true) return [];
  const text = own(work.sql).join('\n').toLowerCase();
  const names = (name: string): boolean =>
    [name, name.replaceAll('"', '')].some((one) => holdsName(text, one.toLowerCase()));
  const schemas = new Set<Key>();
  const { schema } = work.object.id;
  if (schema !== null && names(`${quoteIdent(schema)}.`)) schemas.add(schemaOf(schema));
  const parts = work.after === null ? [] : (context.wantedParts.get(work.after.key) ?? []);
  const made = parts.filter(({ key }) => work.touches.has(key));
  for (const { dependsOn } of [...(work.after === null ? [] : [work.after]), ...made])
    for (const { on, type } of dependsOn) {
      const id = (context.wanted.get(on) ?? context.live.objects.get(on))?.id;
      // Bodies are not looked into.
      if (id === undefined || id.schema === null || type === 'body') continue;
      if (names(`${quoteIdent(id.schema)}.${quoteIdent(id.table ?? id.name)}`))
        schemas.add(schemaOf(id.schema));
    }
  return [...schemas].flatMap((key) => {
    const on = standing(key, context);
    return on === null ? [] : [{ what: 'usage', on, role: null } as const];
  });
}
