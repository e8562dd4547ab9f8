import { allOpen, firstOpen, type Open, rowsOf, type View } from './rows.js';

export type Key =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'toggle'
  | 'open'
  | 'close'
  | 'open-all'
  | 'close-all';

/** Where the reader is: the selected row, the first row of the window, and what is open. */
export interface Place {
  readonly at: number;
  readonly top: number;
  readonly open: Open;
}

export function start(): Place {
  return { at: 0, top: 0, open: firstOpen() };
}

/** The place after a key, in a window of `height` rows. The selected row is always in the window. */
export function step(place: Place, key: Key, view: View, height: number): Place {
  const rows = rowsOf(view, place.open);
  const selected = rows[place.at];
  const moved = (at: number, open = place.open): Place =>
    inWindow({ at, top: place.top, open }, view, height);
  switch (key) {
    case 'up':
      return moved(place.at - 1);
    case 'down':
      return moved(place.at + 1);
    case 'page-up':
      return moved(place.at - height);
    case 'page-down':
      return moved(place.at + height);
    case 'first':
      return moved(0);
    case 'last':
      return moved(rows.length - 1);
    case 'open-all':
      return moved(rowIndex(view, allOpen(view), selected?.id, place.at), allOpen(view));
    case 'close-all':
      return moved(rowIndex(view, firstOpen(), selected?.id, place.at), firstOpen());
    case 'toggle':
    case 'open':
    case 'close': {
      if (key === 'close' && (selected?.id == null || !selected.open)) return moved(parentOf(rows, place.at));
      if (selected?.id == null) return place;
      const opens = key === 'toggle' ? !selected.open : key === 'open';
      const others = [...place.open].filter((id) => id !== selected.id);
      const folded = moved(place.at, new Set(opens ? [...others, selected.id] : others));
      return opens ? showing(folded, view, height) : folded;
    }
  }
}

/** Moves the window on, so that what was opened is seen: as much of it as fits below its own row. */
function showing(place: Place, view: View, height: number): Place {
  const rows = rowsOf(view, place.open);
  const depth = rows[place.at]?.depth ?? 0;
  let last = place.at;
  while ((rows[last + 1]?.depth ?? 0) > depth) last += 1;
  return { ...place, top: Math.min(place.at, Math.max(place.top, last - height + 1)) };
}

/** Where the same row is in another folding; the old number where it is no more. */
function rowIndex(view: View, open: Open, id: string | null | undefined, otherwise: number): number {
  const found = id == null ? -1 : rowsOf(view, open).findIndex((row) => row.id === id);
  return found < 0 ? otherwise : found;
}

/** The row that this one is folded into. */
function parentOf(rows: ReturnType<typeof rowsOf>, at: number): number {
  const depth = rows[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row !== undefined && row.id !== null && row.depth < depth) return index;
  }
  return at;
}

function inWindow(place: Place, view: View, height: number): Place {
  const count = rowsOf(view, place.open).length;
  const at = Math.min(Math.max(0, place.at), Math.max(0, count - 1));
  const top = Math.min(Math.max(place.top, at - height + 1), at);
  return { at, top: Math.max(0, Math.min(top, count - height)), open: place.open };
}
