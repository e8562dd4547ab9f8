import type { Collected } from './doc.js';
import type { Source } from './source.js';

/** Turns .sql files into statements and declarations. */
export function loadSqlFiles(_sources: readonly Source[], _into: Collected): void {}
