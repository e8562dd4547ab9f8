import { oneLine } from '../render/clean.js';
import { counted, symbolOf } from '../render/label.js';
import { detailRows } from './detail-rows.js';
import { isActive } from './filter.js';
import { helpLines } from './help.js';
import { type Layout, layoutOf } from './layout.js';
import { cell, cut, type Span, textOf, widthOf } from './lines.js';
import { promptLines } from './prompt.js';
import { passing, type Row, rowsOf } from './rows.js';
import type { State } from './state.js';
import type { View } from './view.js';

/** The whole screen, row by row: the same for the same state. Only the rows in the windows are made. */
export function frame(view: View, state: State): (readonly Span[])[] {
  const layout = layoutOf(state);
  const body = state.help ? helpLines(state.asks !== null, layout) : bodyRows(view, state, layout);
  const rows = [header(view, state, layout), ...body, footer(view, state, layout)].slice(0, layout.height);
  if (state.prompt === null) return rows;
  const prompt = promptLines(view, state, state.prompt, layout.width);
  return [...rows.slice(0, Math.max(0, rows.length - prompt.length)), ...prompt].slice(-layout.height);
}

function bodyRows(view: View, state: State, layout: Layout): (readonly Span[])[] {
  const list = listRows(view, state, layout);
  const detail = detailRows(view, state);
  const { height, width } = layout.detail;
  const shown = detail.slice(state.scroll, state.scroll + height);
  const filled = Array.from({ length: height }, (_, index) => cut(shown[index] ?? [], width));
  if (layout.side) {
    const bar = state.focus === 'detail' ? ' ┃ ' : ' │ ';
    return list.map((row, index) => [
      ...cell(row, layout.list.width),
      { text: bar, tone: 'quiet' as const },
      ...(filled[index] ?? []),
    ]);
  }
  return height === 0 ? list : [...list, rule(state, layout, detail.length), ...filled];
}

function rule(state: State, { width, detail }: Layout, total: number): readonly Span[] {
  const mark = state.focus === 'detail' ? '━' : '─';
  const text = `${mark}${mark} ${positionText(state.scroll, detail.height, total)} `;
  return [{ text: text + mark.repeat(Math.max(0, width - widthOf(text))), tone: 'quiet' }];
}

/** `lines 1-12 of 40`. */
function positionText(from: number, height: number, total: number): string {
  return `lines ${Math.min(from + 1, total)}-${Math.min(from + height, total)} of ${total}`;
}

function listRows(view: View, state: State, { list }: Layout): (readonly Span[])[] {
  const rows = rowsOf(view, state.open, state.filter);
  return Array.from({ length: list.height }, (_, index) => {
    const at = state.top + index;
    const row = rows[at];
    if (row === undefined) return cut([], list.width);
    const text = [{ text: rowText(row, at === state.at), tone: row.node.tone }];
    // What is selected is seen as a whole row.
    if (at !== state.at) return cut(text, list.width);
    const spans = cell(text, list.width);
    return [{ text: textOf(spans), tone: row.node.tone, selected: state.focus === 'list' }];
  });
}

/** Selected is shown by a mark too, so that nothing depends on colour. */
function rowText({ node, depth, open }: Row, selected: boolean): string {
  const fold = open === null ? ' ' : open ? '▾' : '▸';
  return `${selected ? '›' : ' '}${'  '.repeat(depth)}${fold} ${node.text}`;
}

function header(view: View, state: State, { width }: Layout): readonly Span[] {
  const { plan, summary } = view;
  const does = state.asks === null ? 'plan' : 'apply';
  const left: Span[] = [{ text: ` ${does} ${oneLine(plan.environment)}`, tone: 'strong' }];
  const facts: Span[] = [
    { text: counted(plan.steps.length, 'step') },
    ...(plan.refusals.length === 0 ? [] : [{ text: 'refused', tone: 'bad' as const }]),
    ...(summary.destructive.length === 0
      ? []
      : [{ text: `${summary.destructive.length} destructive`, tone: 'bad' as const }]),
    ...filterSpans(view, state),
  ];
  return cut([...left, ...facts.flatMap((fact) => [{ text: ' · ', tone: 'quiet' as const }, fact])], width);
}

function filterSpans(view: View, { filter }: State): readonly Span[] {
  if (!isActive(filter)) return [];
  const parts = [
    ...(filter.action === null ? [] : [`${symbolOf(filter.action)} ${filter.action}`]),
    ...(filter.hazards ? ['hazards'] : []),
    ...(filter.text === '' ? [] : [`"${oneLine(filter.text)}"`]),
  ];
  const shown = `${passing(view, filter)} of ${view.plan.steps.length}`;
  return [{ text: `only ${parts.join(', ')}: ${shown}`, tone: 'warning' }];
}

const LIST_HINTS = '↑↓ move · enter open · / find · a action · ! hazards · ? help · q quit';
const APPLY_HINTS = '↑↓ move · enter open · / find · ! hazards · ? help · q quit';
const DETAIL_HINTS = '↑↓ scroll · tab list · z alone · n next change · ? help · q quit';

function footer(view: View, state: State, { width, side, detail }: Layout): readonly Span[] {
  if (state.typing !== null) {
    return cut(
      [{ text: `/${oneLine(state.filter.text)}` }, { text: '▏ enter keeps · esc drops', tone: 'quiet' }],
      width,
    );
  }
  const list = state.asks === null ? LIST_HINTS : APPLY_HINTS;
  const hints = state.focus === 'detail' ? DETAIL_HINTS : list;
  const apply = state.asks === null ? [] : [{ text: 'y apply · ', tone: 'strong' as const }];
  const total = detailRows(view, state).length;
  const where = side && total > detail.height ? ` ${positionText(state.scroll, detail.height, total)}` : '';
  const spans = cell([{ text: ' ' }, ...apply, { text: hints, tone: 'quiet' }], width - widthOf(where));
  return [...spans, { text: where, tone: 'quiet' }];
}
