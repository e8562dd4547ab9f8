import { useStdout } from 'ink';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Rows, sizeOf, usePresses, useResize } from './paint.js';
import type { Progress } from './progress.js';
import { progressFrame } from './progress-frame.js';

/** Milliseconds between two looks at the clock. */
const TICK = 250;
/** Milliseconds from an event to its frame. */
const SOON = 50;

/** Where the screen learns how far the apply is: `listen` tells of every change, and gives how to stop. */
export interface Source {
  now(): Progress;
  listen(changed: () => void): () => void;
}

/** An apply while it runs. */
export function ProgressScreen({
  source,
  color,
  onStop,
}: {
  source: Source;
  color: boolean;
  onStop: () => void;
}): ReactNode {
  const { stdout } = useStdout();
  const [, again] = useState(0);
  const redraw = useCallback(() => again((count) => count + 1), []);
  useEffect(() => {
    // Steps may end faster than they can be drawn.
    let soon: NodeJS.Timeout | undefined;
    const stop = source.listen(() => {
      soon ??= setTimeout(() => {
        soon = undefined;
        redraw();
      }, SOON);
    });
    return () => {
      clearTimeout(soon);
      stop();
    };
  }, [source, redraw]);
  useEffect(() => {
    const clock = setInterval(redraw, TICK);
    return () => clearInterval(clock);
  }, [redraw]);
  useResize(redraw);
  usePresses(({ name }) => {
    if (name === 'interrupt') onStop();
  });
  return <Rows rows={progressFrame(source.now(), sizeOf(stdout), performance.now())} color={color} />;
}
