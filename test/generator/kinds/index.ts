import type { Maker } from '../world.js';
import { TABLES } from './table.js';
import { TYPES } from './types.js';

/** Everything that the generator can make. */
export const MAKERS: readonly Maker[] = [...TYPES, ...TABLES];
