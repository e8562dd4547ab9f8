import { writeName } from '../../manifest/names.js';
import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { looseName, lowered } from '../words.js';
import type { OperatorAttributes } from './index.js';

export function operatorDocument(o: Of<OperatorAttributes>): ManifestDocument {
  const a = o.attributes;
  const name = (text: string | null): string | undefined => (text === null ? undefined : looseName(text));
  const other = (text: string | null): string | undefined =>
    text === null ? undefined : `operator(${text})`;
  return {
    title: writeName(o.id.schema === 'public' ? null : o.id.schema, o.id.name),
    keys: mapOf({
      function: name(a.function),
      left: a.left === null ? undefined : lowered(a.left),
      right: lowered(a.right),
      commutator: other(a.commutator),
      negator: other(a.negator),
      restrict: name(a.restrict),
      join: name(a.join),
      hashes: a.hashes ? true : undefined,
      merges: a.merges ? true : undefined,
    }),
  };
}
