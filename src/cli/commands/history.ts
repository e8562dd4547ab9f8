import type { HistoryEntry } from '../../history/index.js';
import { oneLine } from '../../render/clean.js';
import { timeText } from '../../render/quantity.js';
import type { Flow, Project } from '../flow.js';
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

/** A table, newest first; JSON has what else there is. */
export function historyText(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return 'Nothing was applied yet.\n';
  const rows = [['id', 'what', 'applied', 'by', 'took', 'backup', 'changes'], ...entries.map(cells)];
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  const lines = rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function cells(entry: HistoryEntry): string[] {
  const changes = Object.entries(entry.summary ?? {}).flatMap(([action, count]) =>
    count > 0 ? [`${count} ${action}`] : [],
  );
  return [
    entry.id,
    entry.source === null ? entry.kind : `${entry.kind} of ${entry.source}`,
    entry.appliedAt,
    entry.who,
    timeText(entry.duration),
    entry.backup ?? '-',
    `${changes.length === 0 ? 'none' : changes.join(', ')}${onlineText(entry)}`,
  ].map(oneLine);
}

function onlineText({ online }: HistoryEntry): string {
  if (online === null) return '';
  const of = `${online.steps} online step${online.steps === 1 ? '' : 's'}`;
  return online.left === 0 ? `; ${of} done` : `; ${online.left} of ${of} left`;
}
