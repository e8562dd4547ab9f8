import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import type { EventTriggerAttributes } from './index.js';

const ENABLED: Record<string, boolean | string | undefined> = { D: false, R: 'replica', A: 'always' };

export function eventTriggerDocument(o: Of<EventTriggerAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      on: a.event,
      tags: a.tags.length === 0 ? undefined : a.tags,
      execute: `${a.function}()`,
      enabled: ENABLED[a.enabled],
    }),
  };
}
