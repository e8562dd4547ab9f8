import type { CatalogObject } from '../model/catalog.js';

const NOWHERE = { file: '', line: 0, column: 0 };

/** An object of before as something to be had: all of it, or only the attributes that are named. */
export function wanted(object: CatalogObject, attributes?: readonly string[]): CatalogObject {
  const all = attributes === undefined;
  return {
    ...object,
    declaration: {
      at: NOWHERE,
      text: null,
      attributes: new Set(attributes ?? Object.keys(object.attributes)),
      sections: new Set(),
      owner: all,
      grants: all,
      comment: all,
      renamedFrom: [],
    },
  };
}
