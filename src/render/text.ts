import type { Diagnostic, Plan, Refusal } from '../model/plan.js';
import type { Define } from '../plan/definitions.js';
import type { Sizes } from '../plan/result.js';
import { oneLine } from './clean.js';
import { counted, countedAll, countKinds, objectLabel, objectName, placeText } from './label.js';
import { type Paint, painter, type Tone } from './paint.js';
import { type HazardGroup, type Summary, summarize } from './summary.js';
import { accessBlock } from './text-access.js';
import { headline, overview } from './text-overview.js';
import { changeLines } from './text-steps.js';
import { wrap } from './wrap.js';

export interface TextOptions {
  /** ANSI colours. Default: none. */
  readonly color?: boolean;
  /** Columns to wrap at; SQL is never wrapped. Default 80. */
  readonly width?: number;
  /** Definitions of what changes, to show their difference. Default: none is shown. */
  readonly define?: Define;
  /** Sizes of what is locked. Default: none are said. */
  readonly sizes?: Sizes;
}

/** The whole plan for a terminal or a log; ends in a line end. What decides comes first: refusals, summary, hazards. */
export function renderText(plan: Plan, options: TextOptions = {}): string {
  const width = options.width ?? 80;
  const paint = painter(options.color ?? false);
  const summary = summarize(plan);
  const infos = plan.diagnostics.filter(({ level }) => level === 'info');
  const others = plan.diagnostics.filter(({ level }) => level !== 'info');
  return joined([
    ...decisive(plan, summary, width, paint, options.sizes),
    accessBlock(plan, width, paint),
    hazardLines(summary, width, paint),
    diagnosticLines(others, width, paint),
    changeLines(summary.groups, plan.steps.length, width, paint, options.define),
    unlistedLines(plan, width, paint),
    diagnosticLines(infos, width, paint),
  ]);
}

/** Only what decides, for where the whole plan has been looked at already. */
export function renderSummary(plan: Plan, options: TextOptions = {}): string {
  const paint = painter(options.color ?? false);
  return joined(decisive(plan, summarize(plan), options.width ?? 80, paint, options.sizes));
}

function decisive(plan: Plan, summary: Summary, width: number, paint: Paint, sizes?: Sizes): string[][] {
  const facts = [...headline(plan, summary, width, paint), ...overview(plan, summary, width, paint, sizes)];
  return [refusalLines(plan, width, paint), facts];
}

/** Blocks with an empty line between them; empty blocks leave none. */
function joined(blocks: readonly (readonly string[])[]): string {
  const texts = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function refusalLines(plan: Plan, width: number, paint: Paint): string[] {
  if (plan.refusals.length === 0) return [];
  const title = `Refused: nobody could apply this plan to ${oneLine(plan.environment)} (${counted(plan.refusals.length, 'reason')})`;
  return [paint('bad', title), ...plan.refusals.flatMap((refusal) => refusalLine(refusal, width, paint))];
}

function refusalLine(refusal: Refusal, width: number, paint: Paint): string[] {
  const [first = '', ...more] = wrap(`  x ${oneLine(refusal.message)} [${oneLine(refusal.code)}]`, width, 4);
  const hint = refusal.hint === undefined ? [] : wrap(`    hint: ${oneLine(refusal.hint)}`, width, 10);
  return [paint('bad', first), ...more.map((line) => paint('bad', line)), ...hint];
}

function hazardLines(summary: Summary, width: number, paint: Paint): string[] {
  if (summary.hazards.length === 0) return [];
  const total = summary.hazards.reduce((sum, group) => sum + group.hazards.length, 0);
  return [
    paint('strong', `Hazards (${total})`),
    ...summary.hazards.flatMap((group) => hazardGroupLines(group, width, paint)),
  ];
}

/** One line per message; the objects are named where the message does not name them itself. */
function hazardGroupLines(group: HazardGroup, width: number, paint: Paint): string[] {
  const title = paint('warning', `  ! ${oneLine(group.kind)} (${group.hazards.length})`);
  const lines = group.hazards.flatMap(({ step, hazard }) => {
    const message = oneLine(hazard.message);
    const about = message.includes(objectName(step.object)) ? '' : `${objectLabel(step.object)}: `;
    return wrap(`    ${about}${message}`, width, 6);
  });
  return [title, ...lines];
}

function unlistedLines(plan: Plan, width: number, paint: Paint): string[] {
  if (plan.unlisted.length === 0) return [];
  const lines = countKinds(plan.unlisted).flatMap(({ kind, count }) => {
    const names = plan.unlisted.filter((object) => object.kind === kind).map(objectName);
    return wrap(`  ${counted(count, kind)}: ${names.join(', ')}`, width, 4);
  });
  const title = `Unlisted: live and in scope, but neither declared nor kept nor dropped (${countedAll(countKinds(plan.unlisted))})`;
  return [...wrap(title, width, 2).map((line) => paint('strong', line)), ...lines];
}

/** What has the same code stands under one title. */
function diagnosticLines(diagnostics: readonly Diagnostic[], width: number, paint: Paint): string[] {
  const byCode = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.level}: ${oneLine(diagnostic.code)}`;
    byCode.set(key, [...(byCode.get(key) ?? []), diagnostic]);
  }
  return [...byCode].flatMap(([title, all]) => {
    const lines = all.map(
      (one) => `${one.file === undefined ? '' : `${placeText(one)} `}${oneLine(one.message)}`,
    );
    const tone = toneOfLevel(all[0]?.level ?? 'info');
    return [paint(tone, `${title} (${all.length})`), ...lines.flatMap((line) => wrap(`  ${line}`, width, 4))];
  });
}

function toneOfLevel(level: Diagnostic['level']): Tone {
  if (level === 'info') return 'quiet';
  return level === 'error' ? 'bad' : 'warning';
}
