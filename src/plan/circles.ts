import type { Change } from '../diff/diff.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent, sqlName } from '../model/id.js';
import type { Context } from './context.js';
import type { Edge } from './graph.js';
import { heirOf } from './heirs.js';
import { changerRole } from './step-roles.js';
import type { Work } from './work.js';

type Cut = Pick<Edge, 'cut' | 'awkward'>;

/** Puts statements of another step before those of a step, as the other's role. */
function before(work: Work, { role }: Pick<Work, 'role'>, statements: readonly string[]): void {
  const become = (who: string | null): string => `set local role ${who === null ? 'none' : quoteIdent(who)}`;
  if (work.sql.includes(statements[0] ?? '')) return;
  work.sql.unshift(...(work.role === role ? statements : [become(role), ...statements, become(work.role)]));
}

/** Leaves an object hollow before a step, as whoever may do that: its owner, if it may create in the schema. */
function hollowBefore(work: Work, object: CatalogObject, context: Context): Edge[] {
  const { opens } = kindOf(object.id.kind);
  if (opens === undefined) return [];
  const sql = [opens.hollow(object as never)];
  before(work, { role: changerRole(object, object, sql, context) }, sql);
  return [];
}

/**
 * How two drops that wait for each other are cut, `own` of which takes the dependent `object` along: a part (a foreign
 * key, a rule) goes by itself first, another object is left hollow.
 */
export function cutDrop(
  context: Context,
  object: CatalogObject,
  own: Work | undefined,
  first: Work | undefined,
): Cut {
  if (own === undefined || first === undefined) return {};
  const { opens, drop } = kindOf(object.id.kind);
  if (opens !== undefined && own.object.key === object.key)
    return { cut: () => hollowBefore(first, object, context) };
  if (object.parent === null || own.object.key === object.key) return {};
  // What is handed down goes with its source, which is cut by itself: PostgreSQL refuses to drop it alone.
  if (heirOf(object) !== null) return { cut: () => [] };
  // While others stand on the part, it cannot go by itself.
  const awkward = (context.dependents.get(object.key) ?? []).some(
    ({ from, type }) => type !== 'body' && from.parent !== object.parent && from.key !== object.parent,
  );
  return {
    awkward,
    cut: () => {
      first.ahead.push({ part: object.key, of: own, sql: drop(object as never, context.liveAround) });
      first.touches.add(object.key);
      return [];
    },
  };
}

/** Writes the drops that cut circles before the first of the steps that wait for them: a part goes but once. */
export function putAhead(ordered: readonly Work[]): void {
  const gone = new Set<Key>();
  for (const work of ordered)
    for (const { part, of, sql } of work.ahead) {
      if (!gone.has(part)) before(work, of, sql);
      gone.add(part);
    }
}

/** How a change is cut that waits for what a drop makes room for: what shall be defined otherwise is left hollow before that drop. */
export function cutAlter(
  context: Context,
  change: Change,
  own: Work | undefined,
  first: Work | undefined,
): Cut {
  const { live, wanted, around } = context;
  const object = live.objects.get(change.key);
  const after = wanted.get(change.key);
  if (object === undefined || after === undefined || own === undefined || first === undefined) return {};
  const { opens, attributes } = kindOf(object.id.kind);
  const redefined = change.attributes.some((name) => attributes[name]?.definition === true);
  if (opens === undefined || !redefined) return {};
  return {
    awkward: true,
    cut: () => {
      hollowBefore(first, object, context);
      const whole = opens.whole(after as never, around);
      if (!own.sql.includes(whole)) own.sql.push(whole);
      return [];
    },
  };
}

/** How a new one comes before its predecessor goes, on which stands what moves over to it: the old one gets another name. */
export function cutReplace(context: Context, drop: Work | undefined, work: Work): Cut {
  const kind = kindOf(work.object.id.kind);
  if (drop === undefined || kind.standsAside === undefined || drop.object.parent !== null) return {};
  return {
    awkward: true,
    cut: () => {
      const { object } = drop;
      const id = { ...object.id, name: `reconcile_old_${object.address.oid}` };
      const gone = kind.drop(object as never, context.liveAround);
      const aside = kind.drop({ ...object, id } as never, context.liveAround);
      drop.sql = drop.sql.map((statement) => aside[gone.indexOf(statement)] ?? statement);
      if (typeof kind.standsAside === 'function') {
        const usual = kind.create(work.object as never, context.around);
        const beside = kind.standsAside(work.object as never);
        work.sql = work.sql.map((statement) => beside[usual.indexOf(statement)] ?? statement);
      }
      before(work, drop, kind.rename?.(object as never, id.name) ?? []);
      return [];
    },
  };
}

/** How two steps of `works` are cut that each make what the other stands on: what `maker` makes is hollow until `work` is done. */
export function cutMaking(
  context: Context,
  on: Key,
  maker: Work | undefined,
  work: Work,
  works: readonly Work[],
): Cut {
  const object = maker === undefined ? undefined : context.wanted.get(maker.object.key);
  const opens = object === undefined ? undefined : kindOf(object.id.kind).opens;
  if (object === undefined || opens === undefined || maker === undefined) return {};
  if (object.key !== on && context.wanted.get(on)?.parent !== object.key) return {};
  return {
    cut: () => {
      const whole = opens.whole(object as never, context.around);
      const [made] = kindOf(object.id.kind).create(object as never, context.around);
      const at = maker.sql.findIndex((statement) => statement === made || statement === whole);
      // A step that leaves the definition as it is leaves nothing to wait for.
      if (at < 0) return [];
      maker.sql[at] = whole;
      const hollow = opens.hollow(object as never);
      before(work, maker, [hollow]);
      return works.flatMap((other) =>
        isNamed(other, hollow) ? [{ before: other.id, after: work.id, soft: false }] : [],
      );
    },
  };
}

/** Whether a statement casts to a type that a step makes. */
const isNamed = ({ verb, object: { id, address } }: Work, sql: string): boolean =>
  verb === 'create' &&
  address.catalog === 'pg_type' &&
  [' ', '[', '('].some((next) => sql.includes(`::${sqlName(id)}${next}`));
