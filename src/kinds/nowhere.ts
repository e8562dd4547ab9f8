import type { Surroundings } from './kind.js';

/** For functions that need no surroundings. */
export const NOWHERE: Surroundings = {
  catalog: {
    version: 0,
    objects: new Map(),
    roles: new Map(),
    defaultPrivileges: [],
    initialGrants: new Map(),
    unmanaged: [],
    settings: {},
  },
  version: 0,
  parts: () => [],
  parent: () => undefined,
};
