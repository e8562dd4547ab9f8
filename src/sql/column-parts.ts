import { isWord, nameOf, type Token } from './lexer.js';
import type { Older } from './newer.js';
import { as, child, list, number, type TreeNode, text } from './node.js';

type Part =
  | 'type'
  | 'notNull'
  | 'null'
  | 'default'
  | 'generated'
  | 'identity'
  | 'collation'
  | 'storage'
  | 'compression'
  | 'options'
  | 'constraint';

/** One part of a column's clause, in the user's words. */
export interface Segment {
  readonly part: Part;
  /** What to call it in a message. */
  readonly words: string;
  readonly name: string | null;
  /** ALWAYS for identities, STORED for generated columns. */
  readonly yes: boolean;
  readonly text: string;
  readonly offset: number;
  /** Without comments and without a leading `constraint name`. */
  readonly tokens: readonly Token[];
  /** The text from the token with that index on. */
  from(index: number): string;
  upTo(index: number): string;
}

interface Mark {
  readonly offset: number;
  readonly contype: string;
  readonly yes: boolean;
}

/** Cuts the clause where its parts begin: the parser says where constraints do, the words where the rest does. */
export function segments(
  definition: TreeNode,
  all: readonly Token[],
  depths: readonly number[],
  clause: string,
  place: (byte: number) => number,
  older: Older,
): Segment[] {
  const marks: Mark[] = [{ offset: 0, contype: 'type', yes: false }];
  for (const item of list(definition, 'constraints')) {
    const constraint = as(item, 'Constraint');
    const contype = text(constraint, 'contype') ?? '';
    // DEFERRABLE and its like are nodes of their own, but belong to the constraint before them.
    if (constraint === null || contype.startsWith('CONSTR_ATTR')) continue;
    const offset = place(number(constraint, 'location'));
    marks.push({ offset, contype, yes: text(constraint, 'generated_when') === 'a' });
  }
  const collation = child(definition, 'collClause');
  if (collation !== null)
    marks.push({ offset: place(number(collation, 'location')), contype: 'collation', yes: true });
  marks.push(...words(all, depths, Math.min(...marks.slice(1).map((mark) => mark.offset), clause.length)));
  marks.sort((a, b) => a.offset - b.offset);
  return marks.map((mark, index) => {
    const end = marks[index + 1]?.offset ?? clause.length;
    const tokens = all.filter(
      (token) => token.kind !== 'comment' && token.start >= mark.offset && token.end <= end,
    );
    return segment(mark, tokens, clause, older);
  });
}

/** STORAGE, COMPRESSION and OPTIONS come between type and constraints and have no position in the tree. */
function words(all: readonly Token[], depths: readonly number[], before: number): Mark[] {
  return all
    .filter((token, index) => index > 0 && depths[index] === 0 && token.start < before)
    .filter((token) => isWord(token, 'storage', 'compression', 'options'))
    .map((token) => ({ offset: token.start, contype: token.text.toLowerCase(), yes: false }));
}

const PARTS: Readonly<Record<string, { part: Part; words: string; skip: number }>> = {
  type: { part: 'type', words: 'the type', skip: 0 },
  collation: { part: 'collation', words: 'COLLATE', skip: 1 },
  storage: { part: 'storage', words: 'STORAGE', skip: 1 },
  compression: { part: 'compression', words: 'COMPRESSION', skip: 1 },
  options: { part: 'options', words: 'OPTIONS', skip: 1 },
  CONSTR_NULL: { part: 'null', words: 'NULL', skip: 0 },
  CONSTR_NOTNULL: { part: 'notNull', words: 'NOT NULL', skip: 0 },
  CONSTR_DEFAULT: { part: 'default', words: 'DEFAULT', skip: 1 },
  CONSTR_GENERATED: { part: 'generated', words: 'GENERATED', skip: 0 },
  CONSTR_IDENTITY: { part: 'identity', words: 'IDENTITY', skip: 0 },
};

function segment(mark: Mark, written: readonly Token[], clause: string, older: Older): Segment {
  const name = constraintName(written);
  const tokens = name === null ? written : written.slice(2);
  const cut = (from: number, to: number) => {
    const [first, last] = [tokens[from], tokens[to - 1]];
    return first === undefined || last === undefined || to <= from ? '' : clause.slice(first.start, last.end);
  };
  const virtual = older.virtual.has(tokens[0]?.start ?? -1);
  const known = PARTS[virtual ? 'CONSTR_GENERATED' : mark.contype];
  const { part, words, skip } = known ?? { part: 'constraint' as const, words: '', skip: 0 };
  const [from, to] = range(part, tokens, skip);
  return {
    part,
    words,
    name,
    yes: part === 'generated' ? !virtual : mark.yes,
    text: cut(from, to),
    offset: (tokens[from] ?? written[0])?.start ?? mark.offset,
    tokens,
    from: (index) => cut(index, tokens.length),
    upTo: (index) => cut(0, index),
  };
}

/** Which tokens are the part's own text. */
function range(part: Part, tokens: readonly Token[], skip: number): [number, number] {
  const { length } = tokens;
  // generated always as ( … ) [stored | virtual]
  if (part === 'generated') return [4, tokens[length - 1]?.text === ')' ? length - 1 : length - 2];
  // generated { always | by default } as identity [ ( … ) ]
  if (part === 'identity') {
    const open = tokens.findIndex((token) => token.text === '(');
    return open < 0 ? [length, length] : [open + 1, length - 1];
  }
  return [skip, length];
}

/** The name behind a leading CONSTRAINT keyword. */
function constraintName(tokens: readonly Token[]): string | null {
  return isWord(tokens[0], 'constraint') ? nameOf(tokens[1]) : null;
}
