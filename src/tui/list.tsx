import { Box, Text, useApp, useInput, useStdout } from 'ink';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Tone } from '../render/paint.js';
import { type Key, type Place, start, step } from './keys.js';
import { type Row, rowsOf, type View } from './rows.js';

const COLORS: Record<Tone, { color?: string; bold?: boolean; dimColor?: boolean }> = {
  create: { color: 'green' },
  change: { color: 'yellow' },
  drop: { color: 'red' },
  warning: { color: 'yellow' },
  bad: { color: 'red', bold: true },
  quiet: { dimColor: true },
  strong: { bold: true },
};

/** The plan as a list that folds: only the rows in the window are drawn. */
export function List({ view, color }: { view: View; color: boolean }): ReactNode {
  const { exit } = useApp();
  const size = useSize();
  const [place, setPlace] = useState<Place>(start);
  const rows = useMemo(() => rowsOf(view, place.open), [view, place.open]);
  const height = Math.max(3, size.rows - 2);

  useInput((input, key) => {
    // Keys that are struck faster than they are read arrive in one piece.
    for (const character of input.length > 1 ? input : [input]) {
      const named = keyOf(character, key);
      if (named === 'quit') exit();
      else if (named !== null) setPlace((now) => step(now, named, view, height));
    }
  });

  const top = Math.min(place.top, Math.max(0, rows.length - height));
  const shown = rows.slice(top, top + height).map((row, index) => ({ row, number: top + index }));
  return (
    <Box flexDirection="column">
      {shown.map(({ row, number }) => (
        <Line key={number} row={row} selected={number === place.at} color={color} />
      ))}
      <Text dimColor={color} wrap="truncate">
        {`${place.at + 1}/${rows.length} · j k move · enter open · e all · c none · q quit`}
      </Text>
    </Box>
  );
}

/** Selected is shown by a mark too, so that nothing depends on colour. */
function Line({ row, selected, color }: { row: Row; selected: boolean; color: boolean }): ReactNode {
  const mark = selected ? '›' : ' ';
  const fold = row.id === null ? ' ' : row.open ? '▾' : '▸';
  const look = color && row.tone !== null ? COLORS[row.tone] : {};
  return (
    <Text wrap="truncate" inverse={color && selected} {...look}>
      {`${mark}${'  '.repeat(row.depth)}${fold} ${row.text}`}
    </Text>
  );
}

function useSize(): { rows: number } {
  const { stdout } = useStdout();
  const [rows, setRows] = useState(stdout.rows ?? 24);
  useEffect(() => {
    const resized = () => setRows(stdout.rows ?? 24);
    stdout.on('resize', resized);
    return () => {
      stdout.off('resize', resized);
    };
  }, [stdout]);
  return { rows };
}

type InkKey = Parameters<Parameters<typeof useInput>[0]>[1];

function keyOf(input: string, key: InkKey): Key | 'quit' | null {
  if (input === 'q' || key.escape) return 'quit';
  if (input === 'j' || key.downArrow) return 'down';
  if (input === 'k' || key.upArrow) return 'up';
  if (key.pageDown || (key.ctrl && input === 'f')) return 'page-down';
  if (key.pageUp || (key.ctrl && input === 'b')) return 'page-up';
  if (input === 'g' || key.home) return 'first';
  if (input === 'G' || key.end) return 'last';
  if (key.return || input === ' ') return 'toggle';
  if (input === 'l' || key.rightArrow) return 'open';
  if (input === 'h' || key.leftArrow) return 'close';
  if (input === 'e') return 'open-all';
  return input === 'c' ? 'close-all' : null;
}
