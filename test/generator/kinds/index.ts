import type { Maker } from '../world.js';
import { BESIDE } from './beside.js';
import { FOREIGN, REST } from './foreign.js';
import { PARTITIONED } from './partitioned.js';
import { ROUTINES } from './routine.js';
import { TABLES } from './table.js';
import { TYPES } from './types.js';
import { VIEWS } from './view.js';

/** Everything that the generator can make. */
export const MAKERS: readonly Maker[] = [
  ...TYPES,
  ...TABLES,
  ...PARTITIONED,
  ...ROUTINES,
  ...VIEWS,
  ...BESIDE,
  ...FOREIGN,
  ...REST,
];
