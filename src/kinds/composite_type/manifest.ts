import type { Of, Surroundings } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { looseName, lowered } from '../words.js';
import type { CompositeAttributes } from './index.js';

export function compositeDocument(o: Of<CompositeAttributes>, around: Surroundings): ManifestDocument {
  const comments = new Map(around.parts(o as never, 'column').map((part) => [part.id.name, part.comment]));
  const list = o.attributes.attributes.map(([name = '', type = '', collation = '']) => {
    const comment = comments.get(name) ?? undefined;
    const plain = collation === '' && comment === undefined;
    return [
      name,
      plain
        ? lowered(type)
        : mapOf({
            type: lowered(type),
            collation: collation === '' ? undefined : looseName(collation),
            comment,
          }),
    ] as const;
  });
  return { keys: mapOf({ attributes: new Map(list) }), says: ['column'] };
}
