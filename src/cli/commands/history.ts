import { oneLine } from '../../render/clean.js';
import type { Flow, HistoryEntry, Project } from '../flow.js';
import type { Io } from '../io.js';
import { projectOf, type RawOptions } from '../settings.js';

export interface HistorySettings {
  readonly project: Project;
  readonly json: boolean;
}

export function historySettings(name: string, options: RawOptions, io: Io): HistorySettings {
  return { project: projectOf(name, options, io), json: options.format === 'json' };
}

export async function historyCommand(settings: HistorySettings, io: Io, flow: Flow): Promise<number> {
  const entries = await flow.readHistory(settings.project);
  io.out.write(settings.json ? `${JSON.stringify(entries, null, 2)}\n` : historyText(entries));
  return 0;
}

/** A table as wide as its values; columns are the entries' own keys, what holds more than a word or number left to JSON. */
export function historyText(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return 'Nothing was applied yet.\n';
  const names = [...new Set(entries.flatMap((entry) => Object.keys(entry)))].filter((name) =>
    entries.every(
      (entry) => typeof entry[name] !== 'object' || entry[name] === null || entry[name] instanceof Date,
    ),
  );
  const rows = [names, ...entries.map((entry) => names.map((name) => cell(entry[name])))];
  const widths = names.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((text, column) => text.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return oneLine(value instanceof Date ? value.toISOString() : String(value));
}
