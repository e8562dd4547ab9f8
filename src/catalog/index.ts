export { type ReadOptions, readCatalog } from './read.js';
