export { withoutCasts } from './casts.js';
export { exactlyOne, type One, parseClause } from './clause.js';
export { type ColumnClause, type ColumnConstraint, type Span, splitColumnClause } from './column.js';
export {
  ALL,
  type Alteration,
  type Description,
  describeStatement,
  firstSchema,
  kindsMeant,
  mayMean,
  TYPE_KINDS,
  withNoData,
} from './describe/index.js';
export { isWord, nameOf, type Token, tokenize } from './lexer.js';
export { type Parsed, type ParsedAll, parseAll, parseStatement, type Refused, type Tree } from './parse.js';
export { bodyReferences, guessReferences } from './references/body.js';
export { references } from './references/tree.js';
export type { Reference } from './references/types.js';
export { rowTypes } from './row-types.js';
export { type Comment, type Split, type Statement, splitStatements } from './split.js';
