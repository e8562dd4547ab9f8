import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { optionalName } from '../table/manifest.js';
import { lowered } from '../words.js';
import type { BaseTypeAttributes } from './index.js';

/** What CREATE TYPE would take by itself is left out. */
export function baseTypeDocument({ attributes: a }: Of<BaseTypeAttributes>): ManifestDocument {
  return {
    keys: mapOf({
      input: optionalName(a.input),
      output: optionalName(a.output),
      receive: optionalName(a.receive),
      send: optionalName(a.send),
      typmod_in: optionalName(a.typmodIn),
      typmod_out: optionalName(a.typmodOut),
      analyze: optionalName(a.analyze),
      subscript: optionalName(a.subscript),
      length: a.length === null || a.length === 'variable' ? undefined : Number(a.length),
      passed_by_value: a.byValue === true ? true : undefined,
      alignment: a.alignment === null || a.alignment === 'int4' ? undefined : a.alignment,
      storage: a.storage === null || a.storage === 'plain' ? undefined : a.storage,
      category: a.category === null || a.category === 'U' ? undefined : a.category,
      preferred: a.preferred === true ? true : undefined,
      default: a.default ?? undefined,
      element: a.element === null ? undefined : lowered(a.element),
      delimiter: a.delimiter === null || a.delimiter === ',' ? undefined : a.delimiter,
      collatable: a.collatable === true ? true : undefined,
    }),
  };
}
