import { says } from '../diff/diff.js';
import { sameValue } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject, Grant, Json } from '../model/catalog.js';
import type { PlanResult } from '../plan/result.js';
import { withoutCasts } from '../sql/index.js';

/** One way in which an object is not what was planned. */
export interface Mismatch {
  readonly attribute: string;
  readonly expected: string;
  readonly actual: string;
}

/**
 * What is wrong with one object after the steps; empty when it is as planned. `moved`: whether what it stands on has
 * become another, so that its definition, put back as it was, gives other types and is printed in another way.
 */
export async function compareObject(
  expected: CatalogObject | null,
  actual: CatalogObject | undefined,
  same: PlanResult['same'],
  moved: (expected: CatalogObject) => boolean = () => false,
): Promise<Mismatch[]> {
  if (expected === null) {
    return actual === undefined ? [] : [{ attribute: 'existence', expected: 'gone', actual: 'still there' }];
  }
  if (actual === undefined) return [{ attribute: 'existence', expected: 'there', actual: 'missing' }];
  const mismatches: Mismatch[] = [];
  const differing = differingAttributes(expected, actual);
  const putBack = differing.length > 0 && expected.declaration === undefined && moved(expected);
  const attributes = putBack ? differing.filter((name) => !follows(name, expected, actual)) : differing;
  if (attributes.length > 0 && !(await same(expected, actual))) {
    for (const name of attributes) {
      mismatches.push({
        attribute: name,
        expected: show(expected.attributes[name] ?? null),
        actual: show(actual.attributes[name] ?? null),
      });
    }
  }
  if (expected.owner !== actual.owner) {
    mismatches.push({
      attribute: 'owner',
      expected: expected.owner ?? 'none',
      actual: actual.owner ?? 'none',
    });
  }
  if (expected.comment !== actual.comment) {
    mismatches.push({ attribute: 'comment', expected: show(expected.comment), actual: show(actual.comment) });
  }
  if (expected.grants !== null) mismatches.push(...compareGrants(expected.grants, actual.grants ?? []));
  return mismatches;
}

/** Whether an attribute follows from what an object stands on: a definition is printed with other casts at most. */
function follows(name: string, { id, attributes }: CatalogObject, actual: CatalogObject): boolean {
  const rule = kindOf(id.kind).attributes[name];
  if (rule?.carried?.(attributes as never, actual.attributes as never) === true) return true;
  const [was, is] = [attributes[name] ?? null, actual.attributes[name] ?? null];
  return rule?.definition === true && equal(was, is, (a, b) => withoutCasts(a) === withoutCasts(b));
}

/** Whether a plan changes the type of something that an object stands on, directly or not. */
export function standsOnRetyped(object: CatalogObject, { live, expected }: PlanResult): boolean {
  const seen = new Set<string>();
  const queue = [object];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const { on } of one.dependsOn) {
      const [was, is] = [live.objects.get(on), expected.get(on)];
      if (was === undefined || seen.has(on)) continue;
      seen.add(on);
      queue.push(was);
      if (is != null && disturbed(was, is)) return true;
    }
    const parent = one.parent === null ? undefined : live.objects.get(one.parent);
    if (parent !== undefined && !seen.has(parent.key)) {
      seen.add(parent.key);
      queue.push(parent);
    }
  }
  return false;
}

function disturbed(was: CatalogObject, is: CatalogObject): boolean {
  return Object.entries(kindOf(was.id.kind).attributes).some(
    ([name, rule]) =>
      rule.disturbs !== undefined && !sameValue(rule, was.attributes[name], is.attributes[name]),
  );
}

function differingAttributes(expected: CatalogObject, actual: CatalogObject): string[] {
  const names = new Set([...Object.keys(expected.attributes), ...Object.keys(actual.attributes)]);
  const rules = kindOf(expected.id.kind).attributes;
  const hidden = (name: string): boolean =>
    (rules[name]?.onlyExplicit === true && !says(expected.declaration, name)) ||
    rules[name]?.leftAlone !== undefined ||
    (rules[name]?.made === true && expected.attributes[name] === null) ||
    // It may have come with a step in between: a column whose table had no parent for a while.
    rules[name]?.stays?.(actual.attributes, expected.attributes, undefined) === true ||
    ((rules[name]?.unverifiable === true || rules[name]?.unsaid === true) &&
      (expected.attributes[name] === null || actual.attributes[name] === null));
  return [...names].filter(
    (name) =>
      !hidden(name) &&
      !sameValue(rules[name], expected.attributes[name], actual.attributes[name]) &&
      !equal(expected.attributes[name] ?? null, actual.attributes[name] ?? null),
  );
}

function compareGrants(expected: readonly Grant[], actual: readonly Grant[]): Mismatch[] {
  const wanted = new Set(expected.map(grantText));
  const found = new Set(actual.map(grantText));
  const missing = [...wanted].filter((grant) => !found.has(grant));
  const extra = [...found].filter((grant) => !wanted.has(grant));
  if (missing.length === 0 && extra.length === 0) return [];
  const list = (grants: string[], none: string): string =>
    grants.length > 0 ? grants.sort().join('; ') : none;
  return [
    {
      attribute: 'grants',
      expected: list(missing, 'nothing more'),
      actual: list(extra, 'nothing of the kind'),
    },
  ];
}

function grantText(grant: Grant): string {
  const column = grant.column === null ? '' : ` (${grant.column})`;
  const option = grant.grantable ? ' with grant option' : '';
  return `${grant.privilege}${column} to ${grant.grantee} by ${grant.grantor}${option}`;
}

/** Equality of JSON values, whatever the order of a map's keys; `sameText`: which texts count as equal. */
export function equal(a: Json, b: Json, sameText: (a: string, b: string) => boolean = Object.is): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return sameText(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, i) => equal(item, b[i] ?? null, sameText))
    );
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => key in b && equal(a[key] ?? null, b[key] ?? null, sameText))
  );
}

/** A value for a message, at most 200 characters of it. */
export function show(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
