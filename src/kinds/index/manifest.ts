import { qualified, quoteIdent } from '../../model/id.js';
import { isWord } from '../../sql/index.js';
import type { Of, Surroundings } from '../kind.js';
import { type Entry, type ManifestMap, mapOf } from '../manifest.js';
import { relationOf } from '../relation.js';
import { bare, elements, lowered, printedName, wordsOf } from '../words.js';
import { hasNamedCopies } from './copies.js';
import type { IndexAttributes } from './index.js';
import { attachSql } from './partitioned.js';

/** btree is what an index is when nothing is said. Copies with names of their own are tied to their index by SQL. */
export function indexEntry(o: Of<IndexAttributes>, around: Surroundings): Entry {
  const a = o.attributes;
  const name = qualified(o.id.schema, o.id.name);
  const named = hasNamedCopies(o, around.catalog);
  const own = ownSql(o);
  // A copy comes with what it is a copy of.
  if (a.partitionOf !== null && !named)
    return own.length === 0 ? 'elsewhere' : { clause: null, map: null, sql: own };
  const attach = a.partitionOf === null ? [] : [attachSql(a.partitionOf, name)];
  if (a.partitioned && (named || !a.valid)) {
    const only = `create ${a.unique ? 'unique ' : ''}index ${quoteIdent(o.id.name)} on only ${relationOf(o)} ${a.definition}`;
    return { clause: null, map: null, sql: [only, ...attach, ...own] };
  }
  const text = lowered(a.definition).replace(/^using btree /, '');
  return {
    clause: `${a.unique ? 'unique ' : ''}${text}`,
    map: map(text, a.unique),
    sql: [...attach, ...own],
  };
}

/** What neither a clause nor what a copy comes from says. */
function ownSql(o: Of<IndexAttributes>): string[] {
  const name = qualified(o.id.schema, o.id.name);
  return [
    ...Object.entries(o.attributes.statistics).map(
      ([position, target]) => `alter index ${name} alter column ${position} set statistics ${target}`,
    ),
  ];
}

/** `using METHOD (…) include (…) nulls not distinct with (…) tablespace … where …` as keys. */
function map(text: string, unique: boolean): ManifestMap | null {
  const words = wordsOf(text);
  const at = (word: string): number =>
    words.findIndex(({ token, depth }) => depth === 0 && isWord(token, word));
  const list = (from: number): string[] | undefined =>
    from === -1 ? undefined : elements(text, words, from);
  const [using, include, where, options] = [at('using'), at('include'), at('where'), at('with')];
  // Storage parameters and tablespaces are rare: they have no map here.
  if (options !== -1 || at('tablespace') !== -1) return null;
  const open = words.findIndex(({ token }) => token.text === '(');
  return mapOf({
    unique: unique ? true : undefined,
    using: using === -1 ? undefined : printedName(words[using + 1]?.token.text ?? '')[0],
    columns: list(open)?.map(columnText) ?? [],
    include: include === -1 ? undefined : list(include + 1)?.flatMap((item) => printedName(item)),
    nulls_not_distinct: at('nulls') === -1 ? undefined : true,
    where: where === -1 ? undefined : bare(text.slice(words[where]?.token.end)),
  });
}

/** A plain column stands by its name; whatever has more words, or a name that is no plain word, is SQL. */
function columnText(item: string): string {
  const [name] = /^[a-z_][a-z0-9_$]*$/.test(item) ? printedName(item) : [];
  return name ?? item;
}
