import fc from 'fast-check';
import { PLACES } from './dice.js';

/** One object through both states: what it is made from, and what becomes of it. */
export interface Slot {
  /** Its maker, modulo the number of makers. */
  readonly kind: number;
  readonly dice: readonly number[];
  /** Places of the dice that have another number in the second state. */
  readonly edits: readonly (readonly [place: number, value: number])[];
  readonly fate: 'kept' | 'first' | 'second';
  /** It has another name in the second state and says so. */
  readonly renamed: boolean;
  /** Columns, or what else the object lists. */
  readonly parts: readonly Slot[];
  /** Constraints, partitions, or what else it has beside its parts. */
  readonly others: readonly Slot[];
}

/** Two states of a database. */
export type Pair = readonly Slot[];

const number = fc.nat({ max: 9999 });

function slotOf(
  parts: fc.Arbitrary<readonly Slot[]>,
  others: fc.Arbitrary<readonly Slot[]>,
): fc.Arbitrary<Slot> {
  return fc.record({
    kind: number,
    dice: fc.array(number, { minLength: PLACES, maxLength: PLACES, size: 'max' }),
    edits: fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      {
        weight: 4,
        arbitrary: fc.array(fc.tuple(fc.nat({ max: PLACES - 1 }), number), {
          minLength: 1,
          maxLength: 6,
          size: 'max',
        }),
      },
    ),
    fate: fc.oneof(
      { weight: 8, arbitrary: fc.constant('kept' as const) },
      { weight: 1, arbitrary: fc.constant('first' as const) },
      { weight: 1, arbitrary: fc.constant('second' as const) },
    ),
    renamed: fc.oneof(
      { weight: 6, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    parts,
    others,
  });
}

const leaf = slotOf(fc.constant([]), fc.constant([]));

/** @param size how many objects, beside those that they list */
export function pairs(size: number): fc.Arbitrary<Pair> {
  const one = slotOf(
    fc.array(leaf, { maxLength: 6, size: 'max' }),
    fc.array(leaf, { maxLength: 4, size: 'max' }),
  );
  return fc.array(one, { minLength: 1, maxLength: size, size: 'max' });
}

/** The numbers of a slot in one state; `null` where it is not there. */
export function diceIn(slot: Slot, second: boolean): readonly number[] | null {
  if (slot.fate === (second ? 'first' : 'second')) return null;
  if (!second) return slot.dice;
  const numbers = [...slot.dice];
  for (const [place, value] of slot.edits) numbers[place] = value;
  return numbers;
}
