import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One folder of the corpus: two states of a database, each as a psql script for an empty one. */
export interface CorpusCase {
  /** `SOURCE/NAME`. */
  readonly id: string;
  readonly kinds: readonly string[];
  /** Majors on which both scripts are known to load. Others may load them as well. */
  readonly loadsOn: readonly number[];
  /** Makes roles or other things that a server has once. */
  readonly isolated: boolean;
  /** Where its scripts are, if not in its own folder: a case's id and which of that one's. */
  readonly from?: Readonly<Record<Side, readonly [id: string, side: Side]>>;
}

export type Side = 'before' | 'after';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where the corpus is: RECONCILE_CORPUS, else ../shared/corpus beside the project. `null` where there is none. */
export function corpusFolder(): string | null {
  const folder = process.env.RECONCILE_CORPUS ?? join(ROOT, '..', 'shared', 'corpus');
  return existsSync(join(folder, 'index.json')) ? folder : null;
}

interface Index {
  readonly cases: readonly {
    readonly id: string;
    readonly kinds?: readonly string[];
    readonly loads_on: readonly number[];
    readonly isolated_cluster?: boolean;
  }[];
}

export function readCorpus(folder: string): CorpusCase[] {
  const index: Index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  return index.cases.map((one) => ({
    id: one.id,
    kinds: one.kinds ?? [],
    loadsOn: one.loads_on,
    isolated: one.isolated_cluster ?? false,
  }));
}

/** As options give them: a regular expression for the id, every Nth case from the one at `offset` on. */
export interface Choice {
  readonly only: string;
  readonly every: string;
  readonly offset: string;
}

/** Cases of the corpus that were chosen. */
export function chosenFrom(folder: string, { only, every, offset }: Choice): CorpusCase[] {
  const [id, step, first] = [new RegExp(only), Number(every), Number(offset)];
  return readCorpus(folder).filter(
    (one, index) => id.test(one.id) && index >= first && (index - first) % step === 0,
  );
}

/** Whether a case may be tried on a major: where nobody tried, loading tells. */
export function triedOn(one: CorpusCase, major: number): boolean {
  return one.loadsOn.includes(major) || ![15, 17, 18].includes(major);
}

export function scriptOf(folder: string, one: CorpusCase, side: Side): string {
  const [id, own] = one.from?.[side] ?? [one.id, side];
  return readFileSync(join(folder, id, `${own}.sql`), 'utf8');
}
