import type { Catalog } from '../../../src/model/catalog.js';
import type { Key } from '../../../src/model/id.js';
import type { Plan } from '../../../src/model/plan.js';
import type { Undo } from '../../../src/plan/undo.js';
import { catalogDifferences, dumpDifferences } from '../compare.js';
import { type Rows, rowDifferences } from '../rows.js';
import type { Seen } from './seen.js';

/** What a rollback did not bring back as it was: definitions, pg_dump's text, rows, sequences. */
export function unlike(before: Seen, after: Seen, plan: Plan): string[] {
  const uncounted = plan.steps.some(({ sql }) => sql.some((one) => / drop identity\b/.test(one)));
  return [
    ...catalogDifferences(after.catalog, before.catalog),
    ...dumpDifferences(after.dump, before.dump),
    ...[...before.rows.keys()].filter((table) => !after.rows.has(table)).map((table) => `${table} is gone`),
    ...rowDifferences(before.rows, after.rows, new Set()),
    // The sequence of an identity goes with it: one that comes back counts on behind the values that are there.
    ...(uncounted ? [] : positionDifferences(before, after, () => true)),
  ];
}

/** What a restore did not bring back of what a plan took: definitions of what went, and values wherever there were any. */
export function notBack(before: Seen, after: Seen, plan: Plan, undo: Undo): string[] {
  const gone = new Set(undo.gone);
  const only = (catalog: Catalog): Catalog => ({
    ...catalog,
    objects: new Map([...catalog.objects].filter(([key]) => gone.has(key))),
  });
  return [
    ...catalogDifferences(only(after.catalog), only(before.catalog)),
    ...rowDifferences(stayed(before.rows, after.rows), after.rows, rewritten(plan)),
    ...positionDifferences(before, after, (key) => gone.has(key)),
  ];
}

/** Tables that are there again; those that are not are told by their definitions. */
const stayed = (before: Rows, after: Rows): Rows =>
  new Map([...before].filter(([table]) => after.has(table)));

/** Columns whose type changes without losing a value: their text may be another. */
function rewritten(plan: Plan): ReadonlySet<string> {
  const name = (text: string | null): string =>
    text === null ? '' : /^[a-z_][a-z0-9_]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
  return new Set(
    plan.steps.flatMap(({ object, sql, rewrite, destructive }) =>
      // Between timestamps with and without time zone only the text becomes another, where the zone is UTC.
      (rewrite || sql.some((one) => / alter column .* type timestamp/.test(one))) &&
      !destructive &&
      object.table !== undefined
        ? [`${name(object.schema)}.${name(object.table)}.${object.name}`]
        : [],
    ),
  );
}

/** Sequences that are where they were not; a sequence that is not there is told by its definition. */
function positionDifferences(before: Seen, after: Seen, counts: (key: Key) => boolean): string[] {
  return [...before.positions].flatMap(([name, at]) => {
    const now = after.positions.get(name);
    return now === at || !counts(`sequence ${name}`)
      ? []
      : [`sequence ${name} is at ${now ?? 'its start'} instead of ${at}`];
  });
}
