import type { Change } from '../diff/diff.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Context } from './context.js';
import type { Edge } from './graph.js';
import { heirOf } from './heirs.js';
import type { Work } from './work.js';

type Cut = Pick<Edge, 'cut' | 'awkward'>;

/** Puts statements of another step before those of a step, as the other's role. */
function before(work: Work, other: Work, statements: readonly string[]): void {
  const become = (role: string | null): string =>
    `set local role ${role === null ? 'none' : quoteIdent(role)}`;
  if (work.sql.includes(statements[0] ?? '')) return;
  const same = work.role === other.role;
  work.sql.unshift(...(same ? statements : [become(other.role), ...statements, become(work.role)]));
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
    return { cut: () => before(first, own, [opens.hollow(object as never)]) };
  if (object.parent === null || own.object.key === object.key) return {};
  // What is handed down goes with its source, which is cut by itself: PostgreSQL refuses to drop it alone.
  if (heirOf(object) !== null) return { cut: () => {} };
  // While others stand on the part, it cannot go by itself.
  const awkward = (context.dependents.get(object.key) ?? []).some(
    ({ from, type }) => type !== 'body' && from.parent !== object.parent && from.key !== object.parent,
  );
  return {
    awkward,
    cut: () => {
      before(first, own, drop(object as never, context.liveAround));
      first.touches.add(object.key);
    },
  };
}

/** How a change is cut that waits for what a drop makes room for: what shall be defined otherwise is left hollow before that drop. */
export function cutAlter(
  { live, wanted, around }: Context,
  change: Change,
  own: Work | undefined,
  first: Work | undefined,
): Cut {
  const object = live.objects.get(change.key);
  const after = wanted.get(change.key);
  if (object === undefined || after === undefined || own === undefined || first === undefined) return {};
  const { opens, attributes } = kindOf(object.id.kind);
  const redefined = change.attributes.some((name) => attributes[name]?.definition === true);
  if (opens === undefined || !redefined) return {};
  return {
    awkward: true,
    cut: () => {
      before(first, own, [opens.hollow(object as never)]);
      const whole = opens.whole(after as never, around);
      if (!own.sql.includes(whole)) own.sql.push(whole);
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
    },
  };
}

/** How two steps are cut that each make what the other stands on: what `maker` makes is hollow until `work` is done. */
export function cutMaking(context: Context, on: Key, maker: Work | undefined, work: Work): Cut {
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
      if (at < 0) return;
      maker.sql[at] = whole;
      before(work, maker, [opens.hollow(object as never)]);
    },
  };
}
