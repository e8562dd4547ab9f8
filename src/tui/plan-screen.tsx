import { useApp, useStdout } from 'ink';
import { type ReactNode, useCallback, useEffect, useReducer } from 'react';
import { frame } from './frame.js';
import type { Press } from './keys.js';
import { Rows, sizeOf, usePresses, useResize } from './paint.js';
import { type Asks, firstState, type Size, type State } from './state.js';
import { pressed, resized } from './update.js';
import type { View } from './view.js';

type Event = { readonly press: Press } | { readonly size: Size };

/** The plan, until the reader leaves or agrees; the app ends with which of both. */
export function PlanScreen({ view, asks, color }: { view: View; asks: Asks; color: boolean }): ReactNode {
  const { exit } = useApp();
  const { stdout } = useStdout();
  const update = (state: State, event: Event): State => {
    if (state.ending !== null) return state;
    return 'press' in event ? pressed(view, state, event.press) : resized(view, state, event.size);
  };
  const [state, tell] = useReducer(update, null, () => firstState(view, sizeOf(stdout), asks));
  usePresses((press) => tell({ press }));
  useResize(useCallback((size: Size) => tell({ size }), []));
  useEffect(() => {
    if (state.ending !== null) exit(state.ending);
  }, [state.ending, exit]);
  return <Rows rows={frame(view, state)} color={color} />;
}
