import { Box, Text, useInput, useStdout } from 'ink';
import { type ReactNode, useEffect } from 'react';
import type { Tone } from '../render/paint.js';
import { type Press, pressesOf } from './keys.js';
import { type Span, textOf } from './lines.js';
import type { Size } from './state.js';

interface Look {
  readonly color?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

const COLORS: Record<Tone, Look> = {
  create: { color: 'green' },
  change: { color: 'yellow' },
  drop: { color: 'red' },
  warning: { color: 'yellow' },
  bad: { color: 'red', bold: true },
  quiet: { dimColor: true },
  strong: { bold: true },
};

/** Rows of text in the terminal. Without colour, what stands out is underlined or inverse. */
export function Rows({ rows, color }: { rows: readonly (readonly Span[])[]; color: boolean }): ReactNode {
  return (
    <Box flexDirection="column">
      {rows.map((spans, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its number
        <Text key={number} wrap="truncate">
          {/* A text without characters would take no row. */}
          {textOf(spans) === '' ? ' ' : null}
          {spans.map((span, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity
            <Text key={index} {...lookOf(span, color)}>
              {span.text}
            </Text>
          ))}
        </Text>
      ))}
    </Box>
  );
}

function lookOf({ tone, marked, selected }: Span, color: boolean): Look {
  const own = color && tone != null ? COLORS[tone] : {};
  if (selected) return { ...own, inverse: true };
  if (marked) return color ? { ...own, inverse: true } : { underline: true };
  return own;
}

/** Tells of every key. */
export function usePresses(onPress: (press: Press) => void): void {
  useInput((input, key) => {
    for (const press of pressesOf(input, key)) onPress(press);
  });
}

/** Tells of every new size of the terminal. */
export function useResize(onResize: (size: Size) => void): void {
  const { stdout } = useStdout();
  useEffect(() => {
    const resized = () => onResize(sizeOf(stdout));
    stdout.on('resize', resized);
    return () => {
      stdout.off('resize', resized);
    };
  }, [stdout, onResize]);
}

export function sizeOf({ columns, rows }: { columns?: number; rows?: number }): Size {
  return { columns: columns || 80, rows: rows || 24 };
}
