import type { Phase } from '../apply/options.js';
import { oneLine } from '../render/clean.js';
import { counted, stepTitle, symbolOf } from '../render/label.js';
import { bytesText, timeText, waitText } from '../render/quantity.js';
import { toneOf } from '../render/text-overview.js';
import { cell, cut, type Line, line, type Span, wrapLine } from './lines.js';
import type { Progress } from './progress.js';
import type { Size } from './state.js';

/** What happens in turn, and what it is called. */
const PHASES: readonly (readonly [string, readonly Phase[]])[] = [
  ['preflight', ['preflight']],
  ['locks', ['locks']],
  ['compare', ['before']],
  ['backup', ['backup']],
  ['steps', ['steps']],
  ['proof', ['proof']],
  ['verify', ['verify']],
  ['commit', ['history', 'commit']],
];

/** Rows of notes that are shown: the newest. */
const NOTES = 3;

/** The whole screen while an apply runs: what was done, what runs and for how long, what it waits for. */
export function progressFrame(progress: Progress, size: Size, now: number): (readonly Span[])[] {
  const width = Math.max(10, size.columns);
  const height = Math.max(1, size.rows - 1);
  const top = [header(progress, width, now), phases(progress, width), bar(progress, width)];
  const below = notices(progress)
    .flatMap((one) => wrapLine(one, width))
    .map((spans) => cut(spans, width));
  const body = Math.max(1, height - top.length - below.length - 1);
  const all = [...top, ...steps(progress, width, body, now), ...below, footer(progress, width)];
  return all.slice(0, height);
}

function header({ plan, started }: Progress, width: number, now: number): readonly Span[] {
  const facts = ` · ${counted(plan.steps.length, 'step')} · ${secondsText(now - started)}`;
  return cut([{ text: ` apply ${oneLine(plan.environment)}`, tone: 'strong' }, { text: facts }], width);
}

/** Whole seconds while it is short: tenths would only flicker. */
function secondsText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function phases({ phase }: Progress, width: number): readonly Span[] {
  const at =
    phase === 'http' || phase === 'online'
      ? PHASES.length
      : PHASES.findIndex(([, all]) => phase !== null && all.includes(phase));
  const spans = PHASES.map(([name], index): Span => {
    if (index < at) return { text: ` ✓ ${name}`, tone: 'create' };
    return index === at ? { text: ` ● ${name}`, tone: 'strong' } : { text: ` · ${name}`, tone: 'quiet' };
  });
  return cut(spans, width);
}

function bar({ plan, elapsed }: Progress, width: number): readonly Span[] {
  const total = plan.steps.length;
  const room = Math.max(0, Math.min(40, width - 20));
  const full = total === 0 ? room : Math.floor((room * elapsed.length) / total);
  return cut(
    [
      { text: ` ${'█'.repeat(full)}`, tone: 'create' },
      { text: '░'.repeat(room - full), tone: 'quiet' },
      { text: ` ${elapsed.length}/${total}` },
    ],
    width,
  );
}

/** The window follows the step that runs, with what comes next below it. */
function steps(progress: Progress, width: number, height: number, now: number): (readonly Span[])[] {
  const { plan, elapsed, running } = progress;
  const current = elapsed.length;
  const from = Math.max(0, Math.min(current - Math.floor(height * 0.6), plan.steps.length - height));
  return Array.from({ length: height }, (_, index) => {
    const at = from + index;
    const step = plan.steps[at];
    if (step === undefined) return cut([], width);
    const title = `${symbolOf(step.action)} ${stepTitle(step)}`;
    const took = elapsed[at];
    if (took !== undefined) return timed('✓', title, timeText(took), width, { text: '', tone: 'quiet' });
    if (at === current && running !== null)
      return timed('●', title, secondsText(now - running), width, { text: '', tone: 'strong' });
    return timed('·', title, '', width, { text: '', tone: toneOf(step.action) });
  });
}

function timed(mark: string, title: string, time: string, width: number, look: Span): readonly Span[] {
  const left = cell([{ ...look, text: ` ${mark} ${title}` }], Math.max(4, width - 12));
  return cut([...left, { ...look, text: time.padStart(11) }], width);
}

function notices({ backup, wait, notes }: Progress): Line[] {
  const { tables, rows, bytes, last } = backup;
  const saved = `${counted(tables, 'table')}, ${counted(rows, 'row')}, ${bytesText(bytes)}`;
  return [
    ...(wait === null ? [] : [line(` ${waitText(wait)}`, 'warning', 3)]),
    ...(tables === 0 ? [] : [line(` backup: ${saved} (last: ${oneLine(last)})`, null, 3)]),
    ...notes.slice(-NOTES).map((note) => line(` note: ${oneLine(note)}`, 'warning', 3)),
  ];
}

function footer({ phase, stopping }: Progress, width: number): readonly Span[] {
  const text =
    phase === 'http'
      ? ' committed; asking the addresses of verify.http'
      : phase === 'online'
        ? stopping
          ? ' stopping: the running statement is cancelled; the change is committed, the next apply goes on'
          : ' the change is committed; online steps keep nobody waiting · Ctrl-C stops, the next apply goes on'
        : stopping
          ? ' stopping: the running statement is cancelled and everything is rolled back'
          : ' nothing is changed before the commit · Ctrl-C stops and rolls everything back';
  return cut([{ text, tone: stopping ? 'warning' : 'quiet' }], width);
}
