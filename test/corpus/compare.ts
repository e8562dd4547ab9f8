import { sameGrants, sameValue, stable } from '../../src/diff/equal.js';
import { kindOf } from '../../src/kinds/registry.js';
import type { Catalog, CatalogObject, Json } from '../../src/model/catalog.js';
import { settled } from '../support/case-dump.js';
import { dumpedTable, tableText, withoutRepeats } from './dumped-table.js';

/** Whether a materialised view holds rows: a state from a dump never says so. */
const NO_DEFINITION = new Set(['populated']);
const OWN = /^reconcile(_|$)/;

/** What sets two catalogs apart, one line each; reconcile's own schemas do not count. */
export function catalogDifferences(actual: Catalog, wanted: Catalog): string[] {
  const found: string[] = [];
  const [made, meant] = [theirs(actual), theirs(wanted)];
  for (const [key, object] of made) {
    const other = meant.get(key);
    // The server's roles are both databases', and come and go with other tests.
    if (object.id.kind === 'role' && other === undefined) continue;
    if (other === undefined) found.push(`${key} should not be there`);
    else found.push(...objectDifferences(object, other).map((difference) => `${key} ${difference}`));
  }
  for (const [key, { id }] of meant)
    if (!made.has(key) && id.kind !== 'role') found.push(`${key} is missing`);
  return found;
}

function theirs({ objects }: Catalog): ReadonlyMap<string, CatalogObject> {
  return new Map(
    [...objects].filter(([, { id }]) => !OWN.test(id.schema ?? (id.kind === 'schema' ? id.name : ''))),
  );
}

function objectDifferences(actual: CatalogObject, wanted: CatalogObject): string[] {
  const names = new Set([...Object.keys(actual.attributes), ...Object.keys(wanted.attributes)]);
  const rules = kindOf(actual.id.kind).attributes;
  const found: string[] = [];
  for (const name of names) {
    if (NO_DEFINITION.has(name) || (name === 'notNullName' && isHandedDown(wanted))) continue;
    if (sameValue(rules[name], actual.attributes[name], wanted.attributes[name])) continue;
    if (rules[name]?.stays?.(actual.attributes, wanted.attributes, undefined)) continue;
    const [is, should] = [actual, wanted].map(({ attributes }) =>
      settled(stable(name === 'locale' ? rooted(attributes[name]) : attributes[name])),
    );
    if (is !== should) found.push(`${name}: ${is} instead of ${should}`);
  }
  if (actual.owner !== wanted.owner) found.push(`owner: ${actual.owner} instead of ${wanted.owner}`);
  if (!sameGrants(actual.grants, wanted.grants)) found.push('privileges');
  if (actual.comment !== wanted.comment)
    found.push(`comment: ${actual.comment} instead of ${wanted.comment}`);
  return found;
}

/** ICU's root locale has three names, of which 16 and later, and so an embedded scratch, know but one. */
const rooted = (value: Json | undefined): Json | undefined =>
  value === '' || value === 'root' ? 'und' : value;

/** From 18 on NOT NULL has a name, which PostgreSQL does not let anyone change in a partition or child. */
const isHandedDown = ({ attributes: { inheritedFrom } }: CatalogObject): boolean =>
  Array.isArray(inheritedFrom) && inheritedFrom.length > 0;

/**
 * What sets two dumps apart: statements on one side only, whatever their order; the order of columns and of a view's
 * options does not count.
 */
export function dumpDifferences(actual: string, wanted: string): string[] {
  const [made, meant] = withoutRepeats(statements(settled(actual)), statements(settled(wanted)));
  return [
    ...made.filter((one) => !meant.includes(one)).map((one) => `dump: should not say ${one}`),
    ...meant.filter((one) => !made.includes(one)).map((one) => `dump: does not say ${one}`),
  ].map((text) => text.replaceAll(LINE_IN_QUOTES, '\n'));
}

/** Stands for the end of a line within quotes, so that all others part what pg_dump wrote. */
const LINE_IN_QUOTES = '\0';

function inOneLine(text: string): string {
  if (text.startsWith('--')) return '';
  return text.startsWith('$') ? text : text.replaceAll('\n', LINE_IN_QUOTES);
}

function statements(dump: string): string[] {
  return dump
    .replace(/^--.*\n|\$((?:[A-Za-z_]\w*)?)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|"(?:[^"]|"")*"/gm, inOneLine)
    .replace(/^(CREATE COLLATION .*\blocale = ')(root)?'/gm, "$1und'")
    .replace(/\bCONSTRAINT (?:"(?:[^"]|"")*"|\S+) NOT NULL/g, 'NOT NULL')
    .replace(/^(CREATE (?:MATERIALIZED )?VIEW .* WITH \()(.*)(\) AS)$/gm, sortedOptions)
    .replace(/^(GRANT|REVOKE|ALTER (FOREIGN )?TABLE ONLY) /gm, '\n$&')
    .split(/\n{2,}/)
    .map((text) => {
      const table = dumpedTable(text.trim());
      return table === null ? text.trim() : tableText(table);
    })
    .filter((text) => text !== '');
}

const sortedOptions = (_: string, head: string, options: string, tail: string): string =>
  `${head}${options.split(', ').sort().join(', ')}${tail}`;
