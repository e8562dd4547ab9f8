import { nameOf, type Token, tokenize } from '../lexer.js';
import { as, child, isNode, items, list, strings, type TreeNode, type TreeValue, text } from '../node.js';
import type { Tree } from '../parse.js';
import { fromLiteral } from './literal.js';
import { FUNCTION_OPTIONS, made } from './made.js';
import type { Reference } from './types.js';

const SEQUENCE_FUNCTIONS = new Set(['nextval', 'currval', 'setval']);
/** Fields that hold a routine with its arguments, and fields that hold its name alone. */
const ROUTINE_FIELDS = ['func', 'fromsql', 'tosql'];
const NAME_FIELDS = ['plhandler', 'plinline', 'plvalidator', 'handler_name', 'func_name'];

/** Collects what single nodes of one tree name. */
export class Finder {
  readonly found: Reference[] = [];
  /** Nodes that name what the statement makes, or that have been read already. */
  private readonly done: Set<TreeNode>;
  private tokens: readonly Token[] | null = null;

  constructor(private readonly tree: Tree) {
    this.done = made(tree.node);
  }

  skips(node: TreeNode): boolean {
    return this.done.has(node);
  }

  look(node: TreeNode, ctes: ReadonlySet<string>): void {
    const relation = text(node, 'relname');
    if (relation !== null) this.relation(relation, text(node, 'schemaname'), node.location, ctes);
    if (Array.isArray(node.funcname) && !('returnType' in node || 'parameters' in node || 'options' in node))
      this.call(node);
    if (Array.isArray(node.names) && typeof node.typemod === 'number') this.type(node);
    for (const field of ROUTINE_FIELDS)
      this.add('function', strings(list(child(node, field), 'objname')), -1);
    for (const field of NAME_FIELDS) this.add('function', strings(list(node, field)), -1);
    const item = as(node, 'CreateOpClassItem');
    if (item?.itemtype === 2) this.add('function', strings(list(child(item, 'name'), 'objname')), -1);
    const cast = as(node, 'TypeCast');
    if (cast !== null) this.push(fromLiteral(cast, this.tree.offsets));
    const option = as(node, 'DefElem');
    if (option !== null) this.option(option);
  }

  private relation(
    name: string,
    schema: string | null,
    location: TreeValue | undefined,
    ctes: ReadonlySet<string>,
  ): void {
    if (schema !== null) this.add('relation', [schema, name], location);
    else if (!ctes.has(name)) this.add('relation', [name], location);
  }

  /** A call; or a trigger, which has no position for its function. */
  private call(node: TreeNode): void {
    const names = strings(list(node, 'funcname'));
    this.add('function', names, 'funcformat' in node ? node.location : -1);
    if (!SEQUENCE_FUNCTIONS.has(names.at(-1) ?? '')) return;
    const first = list(node, 'args')[0];
    this.push(fromLiteral(as(first, 'TypeCast') ?? { arg: first }, this.tree.offsets, 'sequence'));
    if (isNode(first)) this.done.add(first);
  }

  private type(node: TreeNode): void {
    const names = strings(list(node, 'names'));
    if (node.pct_type === true) this.add('relation', names.slice(0, -1), node.location);
    else this.add('type', names, node.location);
  }

  /** Options that name functions are written as types, or as bare names; so is OWNED BY. */
  private option(option: TreeNode): void {
    const name = text(option, 'defname') ?? '';
    const type = as(option.arg, 'TypeName');
    if (type !== null && FUNCTION_OPTIONS.has(name)) {
      this.done.add(type);
      this.add('function', strings(list(type, 'names')), type.location);
    }
    const names = strings(items(option.arg));
    if (name === 'owned_by' && names.length > 1) this.add('relation', names.slice(0, -1), -1);
    if (name === 'handler' || name === 'validator') this.add('function', names, -1);
  }

  /** `location` is in bytes; absent means 0, as zeros are left out, and -1 that there is none. */
  private add(kind: Reference['kind'], names: readonly string[], location: TreeValue | undefined): void {
    const name = names.at(-1);
    const schema = names.at(-2) ?? null;
    if (name === undefined || name === '' || schema === 'pg_catalog') return;
    const byte = typeof location === 'number' ? location : 0;
    const offset = byte < 0 ? this.search(name) : this.tree.offsets.fromByte(byte);
    this.push({ kind, schema, name, offset, how: 'parsed' });
  }

  private push(reference: Reference | null): void {
    if (reference !== null) this.found.push(reference);
  }

  /** Where a name stands last, its schema included: functions without a position come behind all else. */
  private search(name: string): number {
    this.tokens ??= tokenize(this.tree.sql).tokens;
    let at = this.tokens.findLastIndex((token) => nameOf(token) === name);
    while (this.tokens[at - 1]?.text === '.') at -= 2;
    return this.tokens[at]?.start ?? 0;
  }
}
