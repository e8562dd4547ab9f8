import type { Tree } from '../parse.js';
import { alteredBy } from './alter.js';
import { bodiesCheckedBy } from './bodies.js';
import { classOf } from './class.js';
import { createdBy } from './create.js';
import { describeTokens } from './fallback.js';
import { roleSetBy } from './role.js';
import { searchPathSetBy } from './search-path.js';
import type { Description } from './types.js';
import { untoldBy } from './untold.js';

export { ALL, kindsMeant, mayMean, TYPE_KINDS } from './kinds.js';
export { withNoData } from './no-data.js';
export { firstSchema } from './search-path.js';
export type { Alteration, Description } from './types.js';

/**
 * What a statement does, from its tree; where the parser refuses it (`tree` is `null`: newer syntax, or wrong),
 * from its words as far as they go. `schema` is where the search_path in force puts unqualified names.
 */
export function describeStatement(sql: string, tree: Tree | null, schema: string | null): Description {
  if (tree === null) return describeTokens(sql, schema);
  const searchPath = searchPathSetBy(tree.node);
  const role = roleSetBy(tree.node);
  const checksBodies = bodiesCheckedBy(tree.node);
  const word = untoldBy(tree.node);
  return {
    class: classOf(tree.node),
    creates: createdBy(tree.node, schema),
    alters: alteredBy(tree.node),
    ...(searchPath === undefined ? {} : { searchPath }),
    ...(role === undefined ? {} : { role }),
    ...(checksBodies === undefined ? {} : { checksBodies }),
    ...(word === null ? {} : { untold: word }),
  };
}
