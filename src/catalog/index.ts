export { type ReadOptions, readCatalog } from './read.js';
export { readSizes } from './sizes.js';
