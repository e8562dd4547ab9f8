import { column } from './column/index.js';
import { constraint } from './constraint/index.js';
import { enumKind } from './enum/index.js';
import { extension } from './extension/index.js';
import { index } from './index/index.js';
import type { AnyKind } from './kind.js';
import { materializedView } from './materialized_view/index.js';
import { policy } from './policy/index.js';
import { functionKind, procedure } from './routine/index.js';
import { schema } from './schema/index.js';
import { sequence } from './sequence/index.js';
import { table } from './table/index.js';
import { trigger } from './trigger/index.js';
import { view } from './view/index.js';

/** Every kind that reconcile manages: the one list that generic code walks. */
export const KINDS: readonly AnyKind[] = [
  schema,
  extension,
  enumKind,
  sequence,
  table,
  column,
  constraint,
  index,
  functionKind,
  procedure,
  view,
  materializedView,
  trigger,
  policy,
];

const BY_NAME = new Map(KINDS.map((kind) => [kind.name, kind]));

/** The kind of that manifest key. Throws for a name that no kind has: a bug in reconcile. */
export function kindOf(name: string): AnyKind {
  const kind = BY_NAME.get(name);
  if (kind === undefined) throw new Error(`no kind is called ${name}`);
  return kind;
}

export const isKind = (name: string): boolean => BY_NAME.has(name);
