import { quoteIdent } from '../model/id.js';
import { checkClause, inside } from './clause.js';
import { type Segment, segments } from './column-parts.js';
import { isWord } from './lexer.js';
import { asOlderSyntax } from './newer.js';
import { as, list } from './node.js';
import { parseStatement, type Refused } from './parse.js';

/** A piece of the user's clause; `offset` is UTF-16, in the clause. */
export interface Span {
  readonly text: string;
  readonly offset: number;
}

export interface ColumnConstraint {
  readonly type: 'primary key' | 'unique' | 'check' | 'foreign key';
  /** `null` where Postgres is to name it. */
  readonly name: string | null;
  /** As a table's constraint, ready for `alter table t add [constraint name] <text>`. */
  readonly text: string;
  readonly offset: number;
}

/** A column's clause, taken apart. */
export interface ColumnClause {
  readonly kind: 'column';
  readonly type: Span;
  readonly notNull: (Span & { readonly name: string | null }) | null;
  /** The expression alone. */
  readonly default: Span | null;
  /** The expression alone, without its parentheses. */
  readonly generated: (Span & { readonly stored: boolean }) | null;
  /** `text` holds the sequence's options without their parentheses; empty for none. */
  readonly identity: (Span & { readonly always: boolean }) | null;
  /** The collation's name as SQL. */
  readonly collation: Span | null;
  readonly storage: Span | null;
  readonly compression: Span | null;
  /** A foreign table's column options, with their parentheses. */
  readonly options: Span | null;
  readonly constraints: readonly ColumnConstraint[];
}

const HEAD = 'create table t (c ';

/** Takes a clause such as `uuid not null references orgs` apart; anything but one column is refused. */
export function splitColumnClause(clause: string, column: string): ColumnClause | Refused {
  const checked = checkClause(clause);
  if ('kind' in checked) return checked;
  const comma = checked.tokens.find((token, index) => token.text === ',' && checked.depths[index] === 0);
  if (comma !== undefined)
    return refused('a comma is not allowed here: this is the clause of one column', comma.start);
  if (checked.tokens.every((token) => token.kind === 'comment')) return refused('the type is missing', 0);
  const older = asOlderSyntax(checked.tokens, clause);
  const parsed = parseStatement(`${HEAD}${older.text}\n)`);
  if (parsed.kind === 'refused') {
    return refused(parsed.message, inside(parsed.offset - HEAD.length, clause.trimEnd()));
  }
  const elements = list(as(parsed.tree.node, 'CreateStmt'), 'tableElts');
  const definition = as(elements[0], 'ColumnDef');
  if (definition === null || elements.length !== 1) return refused('this is not the clause of one column', 0);
  const place = (byte: number) => parsed.tree.offsets.fromByte(byte) - HEAD.length;
  return assemble(segments(definition, checked.tokens, checked.depths, clause, place, older), column);
}

type Parts = { -readonly [Field in keyof ColumnClause]: ColumnClause[Field] };

function assemble(found: readonly Segment[], column: string): ColumnClause | Refused {
  const constraints: ColumnConstraint[] = [];
  const parts: Parts = {
    kind: 'column',
    type: { text: '', offset: 0 },
    notNull: null,
    default: null,
    generated: null,
    identity: null,
    collation: null,
    storage: null,
    compression: null,
    options: null,
    constraints,
  };
  const seen = new Set<string>();
  for (const segment of found) {
    const span = { text: segment.text, offset: segment.offset };
    const again = 'is given twice';
    if (segment.part !== 'constraint') {
      if (seen.has(segment.part)) return refused(`${segment.words} ${again}`, segment.offset);
      seen.add(segment.part);
    }
    if (segment.part === 'constraint') constraints.push(asTableConstraint(segment, column));
    else if (segment.part === 'notNull') parts.notNull = { ...span, name: segment.name };
    else if (segment.part === 'generated') parts.generated = { ...span, stored: segment.yes };
    else if (segment.part === 'identity') parts.identity = { ...span, always: segment.yes };
    else if (segment.part !== 'null') parts[segment.part] = span;
  }
  return parts;
}

/** A column's constraint in the words of a table's: what they differ in is where the column is named. */
function asTableConstraint(segment: Segment, column: string): ColumnConstraint {
  const of = `(${quoteIdent(column)})`;
  const { name, offset, tokens } = segment;
  const from = (index: number) => segment.from(index);
  if (isWord(tokens[0], 'primary'))
    return { type: 'primary key', name, offset, text: join('primary key', of, from(2)) };
  if (isWord(tokens[0], 'references')) {
    return { type: 'foreign key', name, offset, text: join('foreign key', of, from(0)) };
  }
  if (isWord(tokens[0], 'check')) return { type: 'check', name, offset, text: from(0) };
  const nulls = isWord(tokens[1], 'nulls') ? (isWord(tokens[2], 'not') ? 4 : 3) : 1;
  return { type: 'unique', name, offset, text: join(segment.upTo(nulls), of, from(nulls)) };
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function refused(message: string, offset: number): Refused {
  return { kind: 'refused', message, offset };
}
