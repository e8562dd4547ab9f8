import { detailRows } from './detail-rows.js';
import { type Filter, isActive } from './filter.js';
import { layoutOf } from './layout.js';
import { allOpen, firstOpen, type Row, rowsOf } from './rows.js';
import type { State } from './state.js';
import type { View } from './view.js';

/** A hazard leads to its step; all else to the detail, which fills a terminal that has no room for both. */
export function entered(view: View, state: State, row: Row | undefined): State {
  const about = row?.node.about;
  if (about != null) return toStep(view, state, about.number);
  const zoom = layoutOf(state).detail.height === 0;
  return scrolled(view, { ...state, focus: 'detail', zoom }, state.scroll);
}

function toStep(view: View, state: State, number: number): State {
  const open = allOpen(view);
  const rows = rowsOf(view, open, state.filter);
  const found = rows.findIndex(({ node }) => node.id === `step ${number}`);
  return found < 0 ? state : selected(view, { ...state, open }, found);
}

/** The detail alone, or beside the list again. */
export function zoomed(view: View, state: State): State {
  const zoom = !state.zoom;
  const next: State = { ...state, zoom, focus: zoom ? 'detail' : 'list' };
  return scrolled(view, selected(view, next, state.at), state.scroll);
}

/** To the next row (or the one before) that is a change. */
export function toChange(view: View, state: State, way: 1 | -1): State {
  const rows = rowsOf(view, state.open, state.filter);
  let at = state.at + way;
  while (rows[at] !== undefined && rows[at]?.node.step === null) at += way;
  return rows[at] === undefined ? state : selected(view, state, at);
}

/** A row is opened, or closed. */
export function folded(view: View, state: State, { node, open }: Row): State {
  const others = [...state.open].filter((id) => id !== node.id);
  const now = selected(view, { ...state, open: new Set(open ? others : [...others, node.id]) }, state.at);
  return open ? now : showing(view, now);
}

/** Moves the window on, so that what was opened is seen: as much of it as fits below its own row. */
function showing(view: View, state: State): State {
  const rows = rowsOf(view, state.open, state.filter);
  const depth = rows[state.at]?.depth ?? 0;
  const { height } = layoutOf(state).list;
  let last = state.at;
  while ((rows[last + 1]?.depth ?? 0) > depth && last - state.at < height) last += 1;
  return { ...state, top: Math.min(state.at, Math.max(state.top, last - height + 1)) };
}

/** Other rows are open; the selected one stays where it is still to be seen, else the one it is folded into. */
export function reopened(
  view: View,
  state: State,
  open: State['open'],
  filter: Filter = state.filter,
): State {
  const before = rowsOf(view, state.open, state.filter);
  const chain: string[] = [];
  for (let at = state.at; ; at = parentOf(before, at)) {
    const id = before[at]?.node.id;
    if (id === undefined || chain.at(-1) === id) break;
    chain.push(id);
  }
  const rows = rowsOf(view, open, filter);
  const found = chain.map((id) => rows.findIndex(({ node }) => node.id === id)).find((at) => at >= 0);
  return selected(view, { ...state, open, filter }, found ?? 0);
}

/** With a filter everything is open, and the first change that passes is selected. */
export function withFilter(view: View, state: State, filter: Filter): State {
  if (!isActive(filter)) return reopened(view, state, firstOpen(view), filter);
  const open = allOpen(view);
  const rows = rowsOf(view, open, filter);
  const first = rows.findIndex(({ node }) => node.step !== null);
  return selected(view, { ...state, open, filter }, Math.max(0, first));
}

/** Another row is selected: it is in the window, and what stands beside it is shown from its start. */
export function selected(view: View, state: State, wanted: number): State {
  const rows = rowsOf(view, state.open, state.filter);
  const { height } = layoutOf(state).list;
  const at = Math.min(Math.max(0, wanted), Math.max(0, rows.length - 1));
  const scroll = at === state.at ? state.scroll : 0;
  if (height === 0) return { ...state, at, scroll };
  const top = Math.min(Math.max(state.top, at - height + 1), at);
  return { ...state, at, scroll, top: Math.max(0, Math.min(top, rows.length - height)) };
}

/** The detail from another line on, as far as there are lines. */
export function scrolled(view: View, state: State, wanted: number): State {
  const { height } = layoutOf(state).detail;
  const most = Math.max(0, detailRows(view, state).length - Math.max(1, height));
  return { ...state, scroll: Math.min(Math.max(0, wanted), most) };
}

/** The row that this one is folded into. */
export function parentOf(rows: readonly Row[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    if ((rows[index]?.depth ?? 0) < depth) return index;
  }
  return at;
}
