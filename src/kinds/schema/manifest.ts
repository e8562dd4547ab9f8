import type { ManifestDocument } from '../manifest.js';

export const schemaDocument = (): ManifestDocument => ({ keys: new Map() });
