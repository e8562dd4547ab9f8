import { describe, expect, it } from 'vitest';
import { merge } from '../../src/diff/diff.js';
import type { CatalogObject, Declaration } from '../../src/model/catalog.js';
import { keyOf, objectId } from '../../src/model/id.js';

const id = objectId('table', 'public', 'notes');

const table = (attributes: CatalogObject['attributes'], declaration?: Declaration): CatalogObject => ({
  id,
  key: keyOf(id),
  attributes,
  owner: 'ana',
  grants: [],
  comment: null,
  parent: null,
  dependsOn: [],
  extension: null,
  address: { catalog: 'pg_class', oid: 1, sub: 0 },
  ...(declaration === undefined ? {} : { declaration }),
});

const declared = (attributes: Declaration['attributes']): Declaration => ({
  at: { file: 'notes.yaml', line: 1, column: 1 },
  text: null,
  attributes,
  sections: new Set(),
  owner: false,
  grants: false,
  comment: false,
  renamedFrom: [],
});

describe('what state does not say', () => {
  const live = table({ rowSecurity: true, forceRowSecurity: true, options: ['fillfactor=70'] });
  const wanted = { rowSecurity: false, forceRowSecurity: false, options: [] };

  it('goes where state is the whole truth, but for row-level security in a manifest', () => {
    const { attributes } = merge(live, table(wanted, declared(new Set(['partitionOf']))), true);
    expect(attributes).toEqual({ rowSecurity: true, forceRowSecurity: true, options: [] });
  });

  it('is said by SQL, and by a manifest in writing', () => {
    for (const attributes of ['all', new Set(['rowSecurity', 'forceRowSecurity', 'options'])] as const)
      expect(merge(live, table(wanted, declared(attributes)), true).attributes).toEqual(wanted);
  });

  it('stays where state is not the whole truth', () => {
    expect(merge(live, table(wanted, declared(new Set())), false).attributes).toEqual(live.attributes);
  });
});
