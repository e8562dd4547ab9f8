import type { Doc } from './doc.js';

/** How documents of one kind become statements and declarations. Its shape is in schemas/manifest.schema.json. */
export interface ManifestKind {
  /** The first key of its documents. */
  readonly name: string;
  load(doc: Doc): void;
}
