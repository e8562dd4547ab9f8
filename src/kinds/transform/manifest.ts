import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { lowered } from '../words.js';
import type { TransformAttributes } from './index.js';

export function transformDocument({ attributes: a }: Of<TransformAttributes>): ManifestDocument | null {
  if (/\s/.test(a.language)) return null;
  return {
    title: `${lowered(a.type)} language ${a.language}`,
    keys: mapOf({
      from_sql: a.fromSql === null ? undefined : lowered(a.fromSql),
      to_sql: a.toSql === null ? undefined : lowered(a.toSql),
    }),
  };
}
