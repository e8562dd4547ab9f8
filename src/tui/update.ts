import { isActive, NO_FILTER, nextAction } from './filter.js';
import type { Press } from './keys.js';
import { layoutOf } from './layout.js';
import {
  entered,
  folded,
  parentOf,
  reopened,
  scrolled,
  selected,
  toChange,
  withFilter,
  zoomed,
} from './moves.js';
import { allOpen, firstOpen, rowsOf } from './rows.js';
import type { Size, State } from './state.js';
import type { View } from './view.js';

/** The state after a key. The selected row is always in the list's window. */
export function pressed(view: View, state: State, press: Press): State {
  if (press.name === 'interrupt') return { ...state, ending: 'left' };
  if (state.prompt !== null) return answered(view, state, state.prompt, press);
  if (state.typing !== null) return typed(view, state, state.typing, press);
  if (state.help) return { ...state, help: false };
  if (press.name === 'text') return lettered(view, state, press.text);
  return state.focus === 'detail' ? inDetail(view, state, press.name) : inList(view, state, press.name);
}

export function resized(view: View, state: State, size: Size): State {
  return scrolled(view, selected(view, { ...state, size }, state.at), state.scroll);
}

function lettered(view: View, state: State, letter: string): State {
  const act = state.focus === 'detail' ? inDetail : inList;
  switch (letter) {
    case 'q':
      return { ...state, ending: 'left' };
    case '?':
      return { ...state, help: true };
    case 'y':
      return state.asks === null ? state : { ...state, prompt: { typed: '', wrong: false } };
    case '/':
      return { ...state, typing: { before: state.filter }, focus: 'list', zoom: false };
    case 'a':
      return withFilter(view, state, { ...state.filter, action: nextAction(view, state.filter.action) });
    case '!':
      return withFilter(view, state, { ...state.filter, hazards: !state.filter.hazards });
    case 'e':
      return reopened(view, state, allOpen(view));
    case 'c':
      return reopened(view, state, isActive(state.filter) ? firstOpen(view) : new Set());
    case 'z':
      return zoomed(view, state);
    case 'n':
      return toChange(view, state, 1);
    case 'N':
      return toChange(view, state, -1);
    case 'J':
      return scrolled(view, state, state.scroll + 1);
    case 'K':
      return scrolled(view, state, state.scroll - 1);
    case 'j':
      return act(view, state, 'down');
    case 'k':
      return act(view, state, 'up');
    case 'h':
      return act(view, state, 'left');
    case 'l':
      return act(view, state, 'right');
    case 'g':
      return act(view, state, 'home');
    case 'G':
      return act(view, state, 'end');
    case ' ':
      return act(view, state, state.focus === 'detail' ? 'page-down' : 'enter');
    default:
      return state;
  }
}

function inList(view: View, state: State, name: Press['name']): State {
  const rows = rowsOf(view, state.open, state.filter);
  const row = rows[state.at];
  const page = Math.max(1, layoutOf(state).list.height - 1);
  switch (name) {
    case 'up':
      return selected(view, state, state.at - 1);
    case 'down':
      return selected(view, state, state.at + 1);
    case 'page-up':
      return selected(view, state, state.at - page);
    case 'page-down':
      return selected(view, state, state.at + page);
    case 'home':
      return selected(view, state, 0);
    case 'end':
      return selected(view, state, rows.length - 1);
    case 'left':
      return row?.open === true ? folded(view, state, row) : selected(view, state, parentOf(rows, state.at));
    case 'right':
      return row?.open === false ? folded(view, state, row) : entered(view, state, row);
    case 'enter':
      return row?.open == null ? entered(view, state, row) : folded(view, state, row);
    case 'tab':
      return entered(view, state, undefined);
    case 'escape':
      return isActive(state.filter) ? withFilter(view, state, NO_FILTER) : { ...state, ending: 'left' };
    default:
      return state;
  }
}

function inDetail(view: View, state: State, name: Press['name']): State {
  const page = Math.max(1, layoutOf(state).detail.height - 1);
  switch (name) {
    case 'up':
      return scrolled(view, state, state.scroll - 1);
    case 'down':
    case 'enter':
      return scrolled(view, state, state.scroll + 1);
    case 'page-up':
      return scrolled(view, state, state.scroll - page);
    case 'page-down':
      return scrolled(view, state, state.scroll + page);
    case 'home':
      return scrolled(view, state, 0);
    case 'end':
      return scrolled(view, state, Number.MAX_SAFE_INTEGER);
    case 'left':
    case 'tab':
    case 'escape':
      return selected(view, { ...state, focus: 'list', zoom: false }, state.at);
    default:
      return state;
  }
}

function typed(view: View, state: State, typing: NonNullable<State['typing']>, press: Press): State {
  const { text } = state.filter;
  const searched = (now: string): State => withFilter(view, state, { ...state.filter, text: now });
  switch (press.name) {
    case 'text':
      return searched(text + press.text);
    case 'backspace':
      return searched([...text].slice(0, -1).join(''));
    case 'escape':
      return { ...withFilter(view, state, typing.before), typing: null };
    case 'enter':
    case 'tab':
      return { ...state, typing: null };
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
      return inList(view, state, press.name);
    default:
      return state;
  }
}

function answered(view: View, state: State, prompt: NonNullable<State['prompt']>, press: Press): State {
  const byName = state.asks === 'name';
  const { environment } = view.plan;
  const back: State = { ...state, prompt: null };
  switch (press.name) {
    case 'escape':
      return back;
    case 'enter':
      if (!byName || prompt.typed.trim() === environment) return { ...back, ending: 'approved' };
      return { ...state, prompt: { typed: prompt.typed, wrong: true } };
    case 'backspace':
      return { ...state, prompt: { typed: [...prompt.typed].slice(0, -1).join(''), wrong: false } };
    case 'text':
      if (byName) return { ...state, prompt: { typed: prompt.typed + press.text, wrong: false } };
      if (press.text === 'y' || press.text === 'Y') return { ...back, ending: 'approved' };
      return back;
    default:
      return state;
  }
}
