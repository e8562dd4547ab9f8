import { detailOf } from './detail.js';
import { layoutOf } from './layout.js';
import { type Line, type Span, wrapLine } from './lines.js';
import { rowsOf } from './rows.js';
import type { State } from './state.js';
import type { View } from './view.js';

const known = new WeakMap<readonly Line[], { readonly width: number; readonly rows: readonly Span[][] }>();

/** What stands beside the selected row, wrapped to the detail's width. */
export function detailRows(view: View, state: State): readonly Span[][] {
  const row = rowsOf(view, state.open, state.filter)[state.at];
  if (row === undefined) return [];
  const { width } = layoutOf(state).detail;
  const lines = detailOf(view, row.node);
  const last = known.get(lines);
  if (last?.width === width) return last.rows;
  const rows = lines.flatMap((one) => wrapLine(one, width));
  known.set(lines, { width, rows });
  return rows;
}
