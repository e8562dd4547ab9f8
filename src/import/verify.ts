import type { ManifestMap, ManifestValue } from '../kinds/manifest.js';
import type { Collected } from '../manifest/doc.js';
import { loadYaml } from '../manifest/load_yaml.js';
import { Source } from '../manifest/source.js';
import { parseYaml } from '../manifest/yaml/parse.js';
import type { Value } from '../manifest/yaml/tree.js';
import type { CatalogObject } from '../model/catalog.js';

/** Whether a written document is read back as what it was written from, names exactly the object, and is accepted. */
export function readsBack(text: string, map: ManifestMap, object: CatalogObject): boolean {
  const source = new Source('import.yaml', text);
  const [document, ...more] = parseYaml(source).documents;
  if (document === undefined || more.length > 0 || !same(document, map)) return false;
  const into: Collected = { statements: [], declared: [], problems: [], own: new Set(), variables: null };
  loadYaml(source, into);
  const { kind, schema, name } = object.id;
  const named = into.declared.filter(({ ref }) => ref.kind === kind && ref.table === null);
  // What lives in no schema may be named by types, which the server spells in its own way.
  const found =
    schema === null
      ? named.length === 1
      : named.some(({ ref }) => ref.schema === schema && ref.name === name);
  return into.problems.length === 0 && found;
}

function same(value: Value, wanted: ManifestValue): boolean {
  if (wanted instanceof Map) {
    if (value.type !== 'map' || value.entries.length !== wanted.size) return false;
    const keys = [...wanted];
    return value.entries.every((entry, index) => {
      const [key, inner] = keys[index] ?? [];
      return entry.key === key && inner !== undefined && same(entry.value, inner);
    });
  }
  if (Array.isArray(wanted)) {
    return (
      value.type === 'list' &&
      value.items.length === wanted.length &&
      value.items.every((item, index) => same(item, wanted[index] ?? null))
    );
  }
  if (value.type !== 'scalar') return false;
  if (typeof wanted === 'bigint') return value.text === String(wanted);
  return typeof wanted === 'string' ? value.value === wanted : value.text === String(wanted);
}
