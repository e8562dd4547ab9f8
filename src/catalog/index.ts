export { initialGrants } from './initial.js';
export { type ReadOptions, readCatalog } from './read.js';
export { bytesOf, readSizes } from './sizes.js';
export { ATTACHED } from './unmanaged.js';
