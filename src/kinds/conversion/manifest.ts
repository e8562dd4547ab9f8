import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { looseName } from '../words.js';
import type { ConversionAttributes } from './index.js';

export function conversionDocument({ attributes: a }: Of<ConversionAttributes>): ManifestDocument {
  const keys = {
    from: a.from,
    to: a.to,
    function: looseName(a.function),
    default: a.default ? true : undefined,
  };
  return { keys: mapOf(keys) };
}
