import type { ObjectRef } from '../../manifest/state.js';
import { objectId, quoteIdent } from '../../model/id.js';
import {
  as,
  child,
  flag,
  isNode,
  items,
  list,
  stringOf,
  strings,
  type TreeNode,
  type TreeValue,
  text,
} from '../node.js';

/** A type as SQL text without type modifiers: `uuid`, `pg_catalog.int4`, `"My"."T"[]`. `null` for `a.b%TYPE`. */
export function typeText(type: TreeNode | null): string | null {
  if (type === null || flag(type, 'pct_type')) return null;
  const name = strings(list(type, 'names')).map(quoteIdent).join('.');
  return name === '' ? null : name + '[]'.repeat(list(type, 'arrayBounds').length);
}

/** Types joined by ", "; `null` if one of them cannot be said. */
function typeTexts(types: readonly (TreeNode | null)[]): string | null {
  const texts = types.map(typeText);
  return texts.includes(null) ? null : texts.join(', ');
}

/** Input argument types of a list of FunctionParameter nodes: IN, INOUT and VARIADIC. */
export function inputTypes(parameters: readonly TreeValue[]): string | null {
  const inputs = parameters
    .map((value) => as(value, 'FunctionParameter'))
    .filter((parameter) => !['FUNC_PARAM_OUT', 'FUNC_PARAM_TABLE'].includes(text(parameter, 'mode') ?? ''));
  return typeTexts(inputs.map((parameter) => child(parameter, 'argType')));
}

/** Argument types of an ObjectWithArgs; `null` where only the name is given. */
export function namedTypes(object: TreeNode | null): string | null {
  if (flag(object, 'args_unspecified')) return null;
  const types = list(object, 'objargs').map((value) => (isNode(value) ? value : null));
  const texts = types.map((type) => {
    const name = as(type ?? undefined, 'TypeName');
    return name === null ? 'none' : typeText(name);
  });
  return texts.includes(null) ? null : texts.join(', ');
}

const PRINTED: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bpchar: 'character',
  float4: 'real',
  float8: 'double precision',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
  varchar: 'character varying',
};

/** A type as format_type prints it, as far as that can be known without a server. */
export function printedType(type: TreeNode | null): string {
  const names = strings(list(type, 'names'));
  const brackets = '[]'.repeat(list(type, 'arrayBounds').length);
  const [schema, name] = names;
  if (schema === 'pg_catalog' && name !== undefined) return (PRINTED[name] ?? name) + brackets;
  if (schema !== undefined && name === undefined) return (PRINTED[schema] ?? quoteIdent(schema)) + brackets;
  return names.map(quoteIdent).join('.') + brackets;
}

/** A role as written; CURRENT_USER and its like in upper case. */
export function roleName(role: TreeNode | null): string | null {
  const named = text(role, 'rolename');
  if (named !== null) return named;
  return text(role, 'roletype')?.replace('ROLESPEC_', '') ?? null;
}

/** From `name`, `schema.name` or `database.schema.name`. */
export function fromNames(
  kind: string,
  names: readonly string[],
  schema: string | null,
  args: string | null = null,
): ObjectRef {
  return objectId(kind, names.at(-2) ?? schema, names.at(-1) ?? '', { arguments: args });
}

export function fromRange(kind: string, range: TreeNode | null, schema: string | null): ObjectRef {
  const temporary = text(range, 'relpersistence') === 't' ? 'pg_temp' : null;
  return objectId(kind, text(range, 'schemaname') ?? temporary ?? schema, text(range, 'relname') ?? '');
}

/** A part (column, policy, …) of the relation that a RangeVar names. */
export function partOf(kind: string, range: TreeNode | null, name: string, schema: string | null): ObjectRef {
  return objectId(kind, text(range, 'schemaname') ?? schema, name, { table: text(range, 'relname') });
}

export function global(kind: string, name: string | null): ObjectRef {
  return objectId(kind, null, name ?? '');
}

/** The object that COMMENT, DROP, ALTER … OWNER and their like name, whatever node they name it by. */
export function fromObject(kind: string, object: TreeValue | undefined): ObjectRef | null {
  const plain = stringOf(object);
  if (plain !== null) return global(kind, plain);
  const type = as(object, 'TypeName');
  if (type !== null) return fromNames(kind, strings(list(type, 'names')), null);
  const routine = as(object, 'ObjectWithArgs');
  if (routine !== null) return fromNames(kind, strings(list(routine, 'objname')), null, namedTypes(routine));
  const all = items(object);
  if (all.length === 0) return null;
  const first = as(all[0], 'TypeName');
  if (first !== null) return ofType(kind, first, all[1]);
  const names = strings(all);
  if (kind === 'operator_class' || kind === 'operator_family')
    return fromNames(kind, names.slice(1), null, names[0] ?? null);
  if (PARTS.has(kind)) {
    return objectId(kind, names.at(-3) ?? null, names.at(-1) ?? '', { table: names.at(-2) ?? null });
  }
  return fromNames(kind, names, null);
}

const PARTS = new Set(['column', 'constraint', 'trigger', 'policy', 'rule']);

/** Casts, transforms and domain constraints are named by a type first. */
function ofType(kind: string, type: TreeNode, second: TreeValue | undefined): ObjectRef {
  if (kind === 'cast') return castRef(type, as(second, 'TypeName'));
  if (kind === 'transform') return transformRef(type, stringOf(second));
  const names = strings(list(type, 'names'));
  return objectId(kind, names.at(-2) ?? null, stringOf(second) ?? '', { table: names.at(-1) ?? null });
}

/** A transform is of a type, for a language. */
export function transformRef(type: TreeNode | null, language: string | null): ObjectRef {
  return global('transform', `${printedType(type)} language ${quoteIdent(language ?? '')}`);
}

export function castRef(source: TreeNode | null, target: TreeNode | null): ObjectRef {
  return global('cast', `${printedType(source)} as ${printedType(target)}`);
}
