import { type Filter, NO_FILTER } from './filter.js';
import { firstOpen, type Open } from './rows.js';
import type { View } from './view.js';

/** Columns and rows of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What an apply asks for after the review: a yes, or the environment's name typed. `null`: nothing is applied. */
export type Asks = 'yes' | 'name' | null;

/** How the reader left: went away, or agreed to apply. */
export type Ending = 'left' | 'approved';

/** Where the reader is. */
export interface State {
  readonly size: Size;
  readonly asks: Asks;
  /** The selected row, the first row of the window, and what is open. */
  readonly at: number;
  readonly top: number;
  readonly open: Open;
  readonly filter: Filter;
  /** The filter's text as it is typed; the filter that was there before stands behind it. */
  readonly typing: { readonly before: Filter } | null;
  /** Which part the keys move in. */
  readonly focus: 'list' | 'detail';
  /** Only the detail is shown. */
  readonly zoom: boolean;
  /** The detail's first line that is shown. */
  readonly scroll: number;
  readonly help: boolean;
  /** The question of an apply, and what was typed so far. */
  readonly prompt: { readonly typed: string; readonly wrong: boolean } | null;
  readonly ending: Ending | null;
}

export function firstState(view: View, size: Size, asks: Asks = null): State {
  return {
    size,
    asks,
    at: 0,
    top: 0,
    open: firstOpen(view),
    filter: NO_FILTER,
    typing: null,
    focus: 'list',
    zoom: false,
    scroll: 0,
    help: false,
    prompt: null,
    ending: null,
  };
}
