/** A value in a parse tree: libpg_query's protobuf JSON, in which zero, false and empty fields are left out. */
export type TreeValue = string | number | boolean | null | readonly TreeValue[] | TreeNode;
export interface TreeNode {
  readonly [field: string]: TreeValue | undefined;
}

/** A node with its type's name taken off: `{ CreateStmt: {…} }` as type and fields. */
export interface Typed {
  readonly type: string;
  readonly fields: TreeNode;
}

export function isNode(value: TreeValue | undefined): value is TreeNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `null` where the value is not a wrapped node. */
export function typed(value: TreeValue | undefined): Typed | null {
  if (!isNode(value)) return null;
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0) return null;
  const [type, fields] = entry;
  return isNode(fields) && /^[A-Z]/.test(type) ? { type, fields } : null;
}

/** The fields of a wrapped node, if it is of that type. */
export function as(value: TreeValue | undefined, type: string): TreeNode | null {
  const found = typed(value);
  return found?.type === type ? found.fields : null;
}

export function child(node: TreeNode | null, field: string): TreeNode | null {
  const value = node?.[field];
  return isNode(value) ? value : null;
}

export function list(node: TreeNode | null, field: string): readonly TreeValue[] {
  const value = node?.[field];
  return Array.isArray(value) ? value : [];
}

export function text(node: TreeNode | null, field: string): string | null {
  const value = node?.[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function flag(node: TreeNode | null, field: string): boolean {
  return node?.[field] === true;
}

/** 0 where it is absent, as the JSON leaves zeros out. */
export function number(node: TreeNode | null, field: string): number {
  const value = node?.[field];
  return typeof value === 'number' ? value : 0;
}

/** The text of a String node. */
export function stringOf(value: TreeValue | undefined): string | null {
  const node = as(value, 'String');
  return node === null ? null : typeof node.sval === 'string' ? node.sval : '';
}

/** The texts of a list of String nodes; other nodes are left out. */
export function strings(values: readonly TreeValue[]): string[] {
  return values.map(stringOf).filter((value): value is string => value !== null);
}

/** Items of a List node, or of a plain array. */
export function items(value: TreeValue | undefined): readonly TreeValue[] {
  if (Array.isArray(value)) return value;
  return list(as(value, 'List'), 'items');
}
