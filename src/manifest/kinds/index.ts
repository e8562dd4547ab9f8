import { enumType } from './enum.js';
import { extension } from './extension.js';
import { functionKind } from './function.js';
import type { ManifestKind } from './kind.js';
import { procedure } from './procedure.js';
import { schema } from './schema.js';
import { sequence } from './sequence.js';
import { table } from './table.js';
import { view } from './view.js';

/** Every kind that a YAML document can declare. */
const list: readonly ManifestKind[] = [
  schema,
  extension,
  enumType,
  sequence,
  table,
  view,
  functionKind,
  procedure,
];

export const kinds: ReadonlyMap<string, ManifestKind> = new Map(list.map((kind) => [kind.name, kind]));
