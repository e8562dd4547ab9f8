import type { State } from '../manifest/state.js';
import type { Diagnostic } from '../model/plan.js';
import type { Position } from '../model/position.js';

interface Untold {
  readonly first: Position;
  /** What a statement begins with → how many there are. */
  readonly counts: Map<string, number>;
}

/** Statements of state that act on rows or on the server, which no plan brings about: one diagnostic for each file. */
export function untold(state: State): Diagnostic[] {
  const files = new Map<string, Untold>();
  for (const { untold: word, at } of state.statements) {
    if (word === undefined) continue;
    const { counts } = files.get(at.file) ?? { counts: new Map<string, number>() };
    if (counts.size === 0) files.set(at.file, { first: at, counts });
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...files.values()].map(({ first, counts }) => ({
    level: 'warning',
    code: 'statement_without_effect',
    message: `${[...counts].map(([word, count]) => (count === 1 ? word : `${word} (${count})`)).join(', ')}: state is definitions, so what such statements do to rows or to the server is not brought about`,
    file: first.file,
    line: first.line,
    column: first.column,
  }));
}
