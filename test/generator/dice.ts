/**
 * What one object of a generated schema is made from: numbers, of which every attribute reads its own place. Zero is
 * always the plainest choice, so that shrinking towards zero takes attributes away.
 */
export class Dice {
  constructor(private readonly numbers: readonly number[]) {}

  /** The raw number of a place; 0 beyond the end. */
  at(place: number): number {
    return this.numbers[place] ?? 0;
  }

  /** One of a list; the first for 0. */
  pick<T>(place: number, list: readonly T[]): T {
    const found = list[this.at(place) % list.length];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  /** True about once in `oneIn`; never for 0. */
  flag(place: number, oneIn: number): boolean {
    return this.at(place) % oneIn === oneIn - 1;
  }

  /** A number below `below`. */
  below(place: number, below: number): number {
    return this.at(place) % below;
  }

  /** Other dice made of the same numbers, for something inside of the object. */
  from(place: number): Dice {
    return new Dice(this.numbers.slice(place));
  }
}

/** How many numbers an object has. */
export const PLACES = 28;
