import { stable } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { DeclaredRef, State } from '../manifest/state.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { partsOf } from '../plan/dependents.js';
import { heirOf } from '../plan/heirs.js';
import { isWord, tokenize } from '../sql/index.js';

/** Renames of what state made. */
const RENAMES =
  /^\s*alter\b[^']*\b(rename\s+(to|column|constraint|attribute|value)\b|rename\s+\S+\s+to\b|set\s+schema\b)/i;
/** Columns that come or go once a table is there. */
const RESHAPES = /^\s*alter\s+(foreign\s+)?table\b[^']*\b(add|drop)\b/i;

/** Settings under which constants and operators are read otherwise. */
const SETTINGS =
  /^\s*(re)?set\s+((session|local)\s+)?(all|time\s+zone|timezone|datestyle|intervalstyle|transform_null_equals|array_nulls|xmloption|lc_\w+)\b/i;

/**
 * Whether the text that state makes an object with may make it again: not where later statements changed what its names
 * mean. A statement under a search_path of its own means other names, under other settings other values, a rename leaves
 * old ones behind, and `*` stands for other columns once a table has got more.
 */
export function textUse(state: State): (declared: DeclaredRef) => boolean {
  const otherPath = new Set(
    state.statements.filter((s) => s.searchPath !== null).map((s) => `${s.at.file}:${s.at.line}`),
  );
  const means = state.statements.some(({ sql }) => RENAMES.test(sql) || SETTINGS.test(sql));
  const reshapes = state.statements.some(({ sql }) => RESHAPES.test(sql));
  return ({ at, text }) =>
    !means && !(reshapes && text?.includes('*')) && !otherPath.has(`${at.file}:${at.line}`);
}

/**
 * Whether the text names columns by their order (`*`, TABLE) and a relation under it will have them in another one than
 * in the scratch, where all were made at once: new columns come behind those that are there, several in any order.
 */
export function orderMatters(
  live: Catalog,
  read: Catalog,
  renamed: (key: Key) => boolean,
): (text: string, object: CatalogObject) => boolean {
  const [here, there] = [live, read].map((catalog) => columnsIn(catalog));
  const parts = partsOf(read);
  const moves = (relation: Key): boolean => {
    const [old, wanted = []] = [here?.get(relation), there?.get(relation)];
    // A new child gets its columns in the order that its parents have them.
    if (old === undefined)
      return renamed(relation) || parentsOf(relation, parts.get(relation) ?? [], read).some(moves);
    // A column under the name of another stands in that one's place.
    if (wanted.some(({ key }) => renamed(key))) return true;
    const names = wanted.map(({ id }) => id.name);
    const stay = old.filter((column) => names.includes(column.id.name) && !madeAnew(column, read));
    const fresh = names.filter((name) => !stay.some(({ id }) => id.name === name));
    const then = [...stay.map(({ id }) => id.name), ...fresh];
    return fresh.length > 1 || then.some((name, place) => names[place] !== name);
  };
  return (text, { dependsOn }) =>
    namesByOrder(text) && dependsOn.some(({ on }) => moves(read.objects.get(on)?.parent ?? on));
}

/** Relations that hand their parts down to one: those it is tied to, which parts of it come from. */
function parentsOf(relation: Key, parts: readonly CatalogObject[], { objects }: Catalog): Key[] {
  const above = new Set(objects.get(relation)?.dependsOn.map(({ on }) => on));
  const from = parts
    .flatMap((part) => heirOf(part)?.from ?? [])
    .map((key) => objects.get(key)?.parent ?? key);
  return [...new Set(from)].filter((key) => above.has(key));
}

/** Whether a column may have to be made anew: what is computed, before or after, cannot be changed in all ways. */
function madeAnew(column: CatalogObject, read: Catalog): boolean {
  const wanted = read.objects.get(column.key);
  const derived = (object: CatalogObject): boolean =>
    kindOf(object.id.kind).derived?.(object as never) === true;
  return (
    wanted !== undefined &&
    (derived(column) || derived(wanted)) &&
    stable(column.attributes) !== stable(wanted.attributes)
  );
}

function columnsIn(catalog: Catalog): ReadonlyMap<Key, readonly CatalogObject[]> {
  return new Map(
    [...partsOf(catalog)].map(([key, parts]) => [
      key,
      parts.filter(({ id }) => kindOf(id.kind).holdsRows === true),
    ]),
  );
}

/** A star that stands for columns is no factor and no count(*). */
function namesByOrder(text: string): boolean {
  const tokens = tokenize(text).tokens.filter(({ kind }) => kind !== 'comment');
  return tokens.some((token, at) => {
    const [before, next] = [tokens[at - 1], tokens[at + 1]];
    if (isWord(token, 'table'))
      return isWord(before, 'as', 'union', 'all', 'except', 'intersect') || before?.text === '(';
    if (token.text !== '*' || before === undefined || before.text === '(') return false;
    if (isWord(before, 'select', 'distinct', 'all', 'returning') || ['.', ','].includes(before.text))
      return true;
    return next === undefined || isWord(next, 'from') || [',', ')', ';'].includes(next.text);
  });
}
