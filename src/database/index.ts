export { openEmbedded } from './embedded.js';
export { type Connected, connectEnvironment, type DatabaseChoice } from './environment.js';
export { openMemory } from './memory.js';
export { embeddedExtensions } from './pglite-extensions.js';
export { connectServer } from './server.js';
export type { Session } from './session.js';
