import { type Key, keyOf, objectId } from '../model/id.js';
import type { Undo } from '../plan/undo.js';
import type { TableData } from './manifest.js';

/** What a plan took away. */
export interface Taken {
  /** Everything of it, by its key before. */
  readonly lost: ReadonlySet<Key>;
  /** Of it, columns that stayed and lost their values. */
  readonly retyped: ReadonlySet<Key>;
}

/** What a plan took away for good, and what stayed or was made anew without its values, told by the backup's data. */
export function takenBy(undo: Undo, data: readonly TableData[]): Taken {
  const columns = data.flatMap(({ schema, name, lost }) =>
    lost.map((column) => keyOf(objectId('column', schema, column, { table: name }))),
  );
  const retyped = new Set(columns.filter((key) => undo.changed[key] !== undefined));
  const gone = new Set(undo.gone);
  const anew = data.flatMap(({ kind, schema, name }) => {
    const key = keyOf(objectId('table', schema, name));
    return kind !== 'table' || gone.has(key) ? [] : [key];
  });
  const parts = undo.objects.filter(({ parent }) => parent !== null && anew.includes(parent));
  const known = new Set(undo.objects.map(({ key }) => key));
  const lost = [...gone, ...retyped, ...anew, ...parts.map(({ key }) => key)].filter((key) => known.has(key));
  return { lost: new Set(lost), retyped };
}
