import { constant } from '../describe/search-path.js';
import { nameOf, tokenize } from '../lexer.js';
import { as, child, list, number, strings, type TreeNode } from '../node.js';
import type { Offsets } from '../offsets.js';
import type { Reference } from './types.js';

const KINDS: Readonly<Record<string, Reference['kind']>> = {
  regclass: 'relation',
  regproc: 'function',
  regprocedure: 'function',
  regtype: 'type',
};

/** The name in a literal such as `'s.t'::regclass`; `kind` says what it is whatever it is cast to. */
export function fromLiteral(cast: TreeNode, offsets: Offsets, kind?: Reference['kind']): Reference | null {
  const target = strings(list(child(cast, 'typeName'), 'names')).at(-1) ?? '';
  const meant = kind ?? KINDS[target];
  const inner = as(cast.arg, 'TypeCast');
  const value = constant(cast.arg) ?? constant(inner?.arg);
  if (meant === undefined || value === null) return null;
  const names: string[] = [];
  for (const token of tokenize(value).tokens) {
    const name = nameOf(token);
    if (name !== null) names.push(name);
    else if (token.text !== '.') break;
  }
  const name = names.at(-1);
  const schema = names.at(-2) ?? null;
  const literal = as(cast.arg, 'A_Const') ?? as(inner?.arg, 'A_Const');
  if (name === undefined || schema === 'pg_catalog') return null;
  return { kind: meant, schema, name, offset: offsets.fromByte(number(literal, 'location')), how: 'parsed' };
}
