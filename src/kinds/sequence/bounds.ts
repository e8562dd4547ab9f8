import { quoteLiteral } from '../../model/id.js';

export interface Bounds {
  readonly min: string;
  readonly max: string;
}

/** One more than the greatest value of the integer types, which a sequence may have; the least is its negative. */
export const SIZES: Readonly<Record<string, bigint | undefined>> = {
  smallint: 2n ** 15n,
  integer: 2n ** 31n,
  bigint: 2n ** 63n,
};

/** What CREATE SEQUENCE chooses by itself, given the rest. */
export function usualBounds(a: Bounds & { readonly type: string; readonly increment: string }): {
  min: string;
  max: string;
  start: string;
} {
  const size = SIZES[a.type] ?? 0n;
  return a.increment.startsWith('-')
    ? { min: String(-size), max: '-1', start: a.max }
    : { min: '1', max: String(size - 1n), start: a.min };
}

/** Bounds behind a change of the type: those that are the old type's become the new one's (init_params in sequence.c). */
export function retypedBounds<B extends Bounds>(bounds: B, from: string, to: string): B {
  const [had, has] = [SIZES[from], SIZES[to]];
  if (had === undefined || has === undefined || from === to) return bounds;
  return {
    ...bounds,
    min: BigInt(bounds.min) === -had ? String(-has) : bounds.min,
    max: BigInt(bounds.max) === had - 1n ? String(has - 1n) : bounds.max,
  };
}

/** Whether a type has room for bounds: a sequence takes it only then. */
export function holds(type: string, { min, max }: Bounds): boolean {
  const size = SIZES[type];
  return size === undefined || (BigInt(min) >= -size && BigInt(max) < size);
}

/** No position of before is inside the bounds of after: the sequence has to begin again, where `start with` says. */
export const beginsAgain = (before: Bounds, after: Bounds): boolean =>
  BigInt(after.min) > BigInt(before.max) || BigInt(after.max) < BigInt(before.min);

/**
 * ALTER SEQUENCE refuses bounds that the position lies outside of: it is moved to the nearer one before, where it does.
 * `sequence` is the name as SQL writes it.
 */
export function movedInside(sequence: string, before: Bounds, after: Bounds): string[] {
  const move = (bound: string, sign: string): string =>
    `select pg_catalog.setval(${quoteLiteral(sequence)}, ${bound}, false) from ${sequence} where last_value ${sign} ${bound}`;
  return [
    ...(BigInt(after.min) > BigInt(before.min) && BigInt(after.min) <= BigInt(before.max)
      ? [move(after.min, '<')]
      : []),
    ...(BigInt(after.max) < BigInt(before.max) && BigInt(after.max) >= BigInt(before.min)
      ? [move(after.max, '>')]
      : []),
  ];
}

/**
 * A new sequence counts on where another stood, as far as its own bounds hold that: otherwise it begins where
 * `start with` says. `to` is the new one's name, `from` the relation with the position, both as SQL writes them.
 */
export const countsOn = (to: string, from: string, { min, max }: Bounds): string =>
  `select pg_catalog.setval(${quoteLiteral(to)}, last_value, is_called) from ${from} where last_value between ${min} and ${max}`;

/** The same for a sequence that is there: it only goes further, in the direction of its increment. */
export function countsBehind(
  to: string,
  from: string,
  bounds: Bounds & { readonly increment: string },
): string {
  const [far, near] = bounds.increment.startsWith('-') ? ['own', 'old'] : ['old', 'own'];
  return `select pg_catalog.setval(${quoteLiteral(to)}, old.last_value) from ${from} old, ${to} own where old.is_called and (${far}.last_value, true) > (${near}.last_value, own.is_called) and old.last_value between ${bounds.min} and ${bounds.max}`;
}
