import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { looseName } from '../words.js';
import type { AccessMethodAttributes } from './index.js';

export function accessMethodDocument({ attributes: a }: Of<AccessMethodAttributes>): ManifestDocument {
  return { keys: mapOf({ type: a.type === 't' ? 'table' : 'index', handler: looseName(a.handler) }) };
}
