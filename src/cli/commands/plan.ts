import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { userError } from '../../model/errors.js';
import type { Plan } from '../../model/plan.js';
import { printable } from '../../render/clean.js';
import { renderJson } from '../../render/json.js';
import { wantsColor } from '../../render/paint.js';
import type { SqlOptions } from '../../render/sql.js';
import { renderSummary, renderText, type TextOptions } from '../../render/text.js';
import { annotate, ofPlan } from '../annotations.js';
import type { Flow, Planned, Project } from '../flow.js';
import type { Io } from '../io.js';
import { projectOf, type RawOptions, wantsTui } from '../settings.js';

const FORMATS = ['text', 'markdown', 'json', 'sql'] as const;
type Format = (typeof FORMATS)[number];

export interface PlanSettings {
  readonly project: Project;
  /** Absolute path of the plan file to write. */
  readonly out: string | null;
  readonly format: Format;
  readonly tui: boolean;
  readonly detailedExitcode: boolean;
  readonly options: RawOptions;
}

/** Ink draws only where somebody sits at a terminal and no format was asked for. */
export function planSettings(name: string, options: RawOptions, io: Io): PlanSettings {
  return {
    project: projectOf(name, options, io),
    out: options.out === undefined ? null : resolve(io.cwd, options.out),
    format: FORMATS.find((format) => format === options.format) ?? 'text',
    tui: wantsTui(options, io) && options.format === undefined,
    detailedExitcode: options.detailedExitcode === true,
    options,
  };
}

/** Exit code: 1 when nobody could apply the plan, 2 for changes where that was asked for, else 0. */
export async function planCommand(settings: PlanSettings, io: Io, flow: Flow): Promise<number> {
  const made = await planned(settings.project, flow);
  const { plan } = made;
  for (const note of made.notes ?? []) io.err.write(`note: ${printable(note)}\n`);
  if (settings.out !== null) await writePlanFile(settings.out, plan);
  await show(made, settings, io);
  annotate(ofPlan(plan), settings.options, io);
  if (plan.refusals.length > 0) return 1;
  return settings.detailedExitcode && plan.steps.length > 0 ? 2 : 0;
}

/** The connection is given back before anybody reads the plan. */
async function planned(project: Project, flow: Flow): Promise<Planned> {
  const made = await flow.planEnvironment(project);
  await made.close();
  return made;
}

async function writePlanFile(path: string, plan: Plan): Promise<void> {
  try {
    await writeFile(path, renderJson(plan));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw userError('plan-file', `the plan file cannot be written: ${why}`, {
      hint: 'give --out a path in a folder that exists',
    });
  }
}

async function show(made: Planned, settings: PlanSettings, io: Io): Promise<void> {
  const { plan } = made;
  const look = { color: wantsColor(io.out.terminal, io.env), width: io.out.columns };
  if (settings.tui && plan.steps.length > 0) {
    const { showPlan } = await import('../../tui/show.js');
    await showPlan({ plan, color: look.color, ...made.result });
    io.out.write(renderSummary(plan, { ...look, ...made.result }));
  } else {
    io.out.write(await rendered(made, settings.format, look));
  }
}

async function rendered(made: Planned, format: Format, look: TextOptions): Promise<string> {
  const { plan } = made;
  switch (format) {
    case 'text':
      return renderText(plan, { ...look, ...made.result });
    case 'json':
      return renderJson(plan);
    case 'markdown':
      return (await import('../../render/markdown.js')).renderMarkdown(plan, made.result ?? {});
    case 'sql':
      return (await import('../../render/sql.js')).renderSql(plan, sqlOptions(made));
  }
}

/** What the script sets for itself, so that literals mean what they mean in `apply`. */
export function sqlOptions({ searchPath, live }: Planned): SqlOptions {
  const carried = ['TimeZone', 'DateStyle', 'IntervalStyle'];
  const settings = carried.flatMap((name): [string, string][] => {
    const value = live.settings[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { searchPath, settings: Object.fromEntries(settings) };
}
