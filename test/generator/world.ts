import { writeName } from '../../src/manifest/names.js';
import { Dice } from './dice.js';
import { nameOf, quote } from './names.js';
import { diceIn, type Pair, type Slot } from './slot.js';

/** A column, or what looks like one to others. */
export interface Column {
  readonly name: string;
  readonly type: string;
  /** Values can be made for it: what its type is at heart. */
  readonly family: string;
  readonly generated?: boolean;
}

/** What later objects may know of one that is there. */
export interface Entry {
  readonly kind: string;
  /** As SQL names it. */
  readonly sql: string;
  readonly schema: string;
  readonly name: string;
  readonly columns?: readonly (Column | null)[];
  readonly facts?: Readonly<Record<string, string>>;
}

export interface Made {
  readonly sql: readonly string[];
  readonly sqlName: string;
  readonly columns?: readonly (Column | null)[];
  readonly facts?: Readonly<Record<string, string>>;
}

/** What makes objects of one kind. */
export interface Maker {
  readonly kind: string;
  /** Lower ones are made first. */
  readonly rank: number;
  /** How often it is chosen, against the others. */
  readonly weight: number;
  /** First major that has it. */
  readonly since?: number;
  /** `null` where what it needs is not there. */
  make(self: Self, world: World): Made | null;
}

/** An object in one state. */
export interface Self {
  readonly dice: Dice;
  readonly schema: string;
  readonly name: string;
  /** schema.name, quoted. */
  readonly sql: string;
  /** The comment that says its earlier name, or nothing. Stands right before the creating statement. */
  readonly rename: string;
  readonly parts: readonly Part[];
  readonly others: readonly Part[];
}

export interface Part {
  /** Its place in the slot, the same in both states. */
  readonly place: number;
  readonly dice: Dice;
  readonly name: string;
  readonly rename: string;
}

/** Roles that own things and are granted things; the server has them once. */
export const ROLES = ['gen_owner', 'Gen Reader', 'gen.o\'dd "x"', 'gen_other'] as const;

/** One state of a pair while it is built: what is there so far. */
export class World {
  private readonly entries = new Map<number, Entry>();
  private now = -1;

  constructor(
    readonly major: number,
    private readonly kinds: readonly Maker[],
  ) {}

  begin(place: number): void {
    this.now = place;
  }

  add(place: number, entry: Entry): void {
    this.entries.set(place, entry);
  }

  /** An earlier object of these kinds; which one does not depend on the state. `null` where it is not there. */
  earlier(number: number, ...kinds: readonly string[]): Entry | null {
    const places = this.kinds.flatMap((maker, place) =>
      place < this.now && kinds.includes(maker.kind) ? [place] : [],
    );
    if (places.length === 0) return null;
    return this.entries.get(places[number % places.length] ?? -1) ?? null;
  }

  /** Whether either state may have objects of a kind. */
  has(kind: string): boolean {
    return this.kinds.some((maker) => maker.kind === kind);
  }

  schema(number: number): string {
    if (number % 3 !== 2) return 'public';
    return this.earlier(Math.floor(number / 3), 'schema')?.name ?? 'public';
  }
}

/** A pair's slots in the order in which they are made, with their makers. */
export function ordered(
  pair: Pair,
  makers: readonly Maker[],
  major: number,
): { slot: Slot; maker: Maker; id: number }[] {
  const bag = makers
    .filter(({ since }) => major >= (since ?? 0))
    .flatMap((maker) => new Array<Maker>(maker.weight).fill(maker));
  return pair
    .map((slot, id) => {
      const maker = bag[slot.kind % bag.length];
      if (maker === undefined) throw new Error('there are no makers');
      return { slot, maker, id };
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || a.id - b.id);
}

/** Routines come before or after tables. */
const rankOf = ({ maker, slot }: { maker: Maker; slot: Slot }): number =>
  maker.kind === 'function' && (slot.dice[0] ?? 0) % 2 === 1 ? 15 : maker.rank;

const NAME = 27;
const SCHEMA = 26;

/** @param first the first state, while the second is built */
export function selfIn(slot: Slot, maker: Maker, id: number, world: World, first: World | null): Self | null {
  const second = first !== null;
  const numbers = diceIn(slot, second);
  if (numbers === null) return null;
  const before = slot.dice;
  const name = nameIn(slot, String(id), second);
  const schema = world.schema((second && slot.renamed ? numbers : before)[SCHEMA] ?? 0);
  const was = (first ?? world).schema(before[SCHEMA] ?? 0);
  const old = nameOf(before[NAME] ?? 0, String(id));
  const within = maker.kind === 'schema' || was === schema ? null : was;
  const rename = second && slot.renamed && slot.fate === 'kept' ? renamedFrom(within, old) : '';
  return {
    dice: new Dice(numbers),
    schema,
    name,
    sql: `${quote(schema)}.${quote(name)}`,
    rename,
    parts: partsIn(slot.parts, 'c', second),
    others: partsIn(slot.others, 'k', second),
  };
}

function nameIn(slot: Slot, unique: string, second: boolean): string {
  const number = slot.dice[NAME] ?? 0;
  return second && slot.renamed ? nameOf(number + 7, `${unique}r`) : nameOf(number, unique);
}

function renamedFrom(schema: string | null, name: string): string {
  const text = schema === null && !name.includes('.') ? quote(name) : writeName(schema, name);
  return `-- reconcile: renamed_from ${text}\n`;
}

function partsIn(slots: readonly Slot[], letter: string, second: boolean): Part[] {
  return slots.flatMap((slot, place) => {
    const numbers = diceIn(slot, second);
    if (numbers === null) return [];
    const unique = `${letter}${place}`;
    const moved = second && slot.renamed && slot.fate === 'kept';
    return {
      place,
      dice: new Dice(numbers),
      name: nameIn(slot, unique, second),
      rename: moved ? renamedFrom(null, nameOf(slot.dice[NAME] ?? 0, unique)) : '',
    };
  });
}
