import { isAbsolute, relative } from 'node:path';
import type { ApplyEvent, ApplyReport } from '../../apply/options.js';
import { userError } from '../../model/errors.js';
import type { Plan } from '../../model/plan.js';
import { printable } from '../../render/clean.js';
import { counted } from '../../render/label.js';
import { wantsColor } from '../../render/paint.js';
import { timeText } from '../../render/quantity.js';
import { renderSummary, renderText } from '../../render/text.js';
import { type Consent, confirm, questionFor } from '../confirm.js';
import type { Flow, Planned, Project } from '../flow.js';
import { gitCommit } from '../git.js';
import type { Io } from '../io.js';
import { requireSamePlan } from '../plan-file.js';
import { progressTo } from '../progress.js';
import { projectOf, type RawOptions, wantsTui } from '../settings.js';

export interface ApplySettings {
  readonly project: Project;
  readonly planFile: string | null;
  readonly consent: Consent;
  readonly rehearse: boolean;
  readonly detailedExitcode: boolean;
  readonly tui: boolean;
}

export function applySettings(name: string, options: RawOptions, io: Io): ApplySettings {
  return {
    project: projectOf(name, options, io),
    planFile: options.plan ?? null,
    // What is rolled back destroys nothing.
    consent: {
      yes: options.yes === true,
      allowDestructive: options.allowDestructive === true || options.rehearse === true,
    },
    rehearse: options.rehearse === true,
    detailedExitcode: options.detailedExitcode === true,
    tui: wantsTui(options, io),
  };
}

/** Plans, shows, asks, applies. Exit code: 1 when nothing was applied, 2 for changes where that was asked for, else 0. */
export async function applyCommand(settings: ApplySettings, io: Io, flow: Flow): Promise<number> {
  const planned = await flow.planEnvironment({ ...settings.project, forApply: true });
  return carryOut(planned, settings, io, flow);
}

/** Shows a plan, asks, applies it, closes it: the same for every plan, whatever it was made from. */
export async function carryOut(
  planned: Planned,
  settings: ApplySettings,
  io: Io,
  flow: Flow,
): Promise<number> {
  try {
    const { plan } = planned;
    for (const note of planned.notes ?? []) io.err.write(`note: ${printable(note)}\n`);
    // Whoever reads the plan on the screen is asked there; in all other cases it is told as text.
    const { guard } = planned.environment;
    const question = questionFor(plan, guard, settings.consent);
    const asked = settings.tui && plan.refusals.length === 0 && guard.destructive !== 'forbid';
    const asks = asked && question !== 'none' ? question : null;
    if (asks === null) io.out.write(renderText(plan, { ...lookOf(io), ...planned.result }));
    if (plan.refusals.length > 0) {
      throw userError(
        'refused',
        `the plan is refused for ${counted(plan.refusals.length, 'reason')}; nothing was changed`,
      );
    }
    if (settings.planFile !== null) {
      await requireSamePlan(plan, settings.planFile, settings.project.dir, io.cwd);
    }
    const agreed =
      asks === null ? await confirm(planned, settings.consent, io) : await reviewed(planned, asks, io);
    if (!agreed) {
      io.err.write('not confirmed; nothing was changed\n');
      return 1;
    }
    const report = await (asks === null ? applyTold : applyShown)(planned, settings, io, flow);
    for (const note of report.notes) io.err.write(`note: ${printable(note)}\n`);
    io.out.write(reportText(plan, report, settings.project.dir));
    return settings.detailedExitcode && plan.steps.length > 0 ? 2 : 0;
  } finally {
    await planned.close();
  }
}

/** Applies with progress on stderr; Ctrl-C asks for the roll-back and waits for it. */
async function applyTold(
  planned: Planned,
  { project, rehearse }: ApplySettings,
  io: Io,
  flow: Flow,
): Promise<ApplyReport> {
  const controller = new AbortController();
  const progress = progressTo(io.err);
  let committed = false;
  const onEvent = (event: ApplyEvent): void => {
    committed ||= event.type === 'phase' && event.phase === 'online';
    progress.onEvent(event);
  };
  const release = io.onInterrupt(() => {
    if (controller.signal.aborted) return;
    progress.end();
    io.err.write(
      committed
        ? 'stopping: the running statement is cancelled; the change is committed, and the next apply goes on\n'
        : 'stopping: the running statement is cancelled and everything is rolled back\n',
    );
    controller.abort();
  });
  try {
    return await flow.applyPlanned(planned, project, {
      signal: controller.signal,
      onEvent,
      gitCommit: await gitCommit(project.dir),
      rehearse,
    });
  } finally {
    progress.end();
    release();
  }
}

/** Shows the plan and asks on the screen; what decides stays in the terminal afterwards. */
async function reviewed(planned: Planned, asks: 'yes' | 'name', io: Io): Promise<boolean> {
  const { reviewPlan } = await import('../../tui/show.js');
  const look = lookOf(io);
  const agreed = await reviewPlan({ plan: planned.plan, color: look.color, ...planned.result }, asks);
  io.out.write(renderSummary(planned.plan, { ...look, ...planned.result }));
  return agreed;
}

/** Applies and shows how far it is. */
async function applyShown(
  planned: Planned,
  { project, rehearse }: ApplySettings,
  io: Io,
  flow: Flow,
): Promise<ApplyReport> {
  const { watchApply } = await import('../../tui/watch.js');
  const commit = await gitCommit(project.dir);
  return watchApply({ plan: planned.plan, color: lookOf(io).color }, (watched) =>
    flow.applyPlanned(planned, project, { ...watched, gitCommit: commit, rehearse }),
  );
}

function lookOf(io: Io): { color: boolean; width: number } {
  return { color: wantsColor(io.out.terminal, io.env), width: io.out.columns };
}

function reportText(plan: Plan, report: ApplyReport, dir: string): string {
  const { id, backup, duration } = report;
  if (report.rehearsed)
    return `Rehearsed ${counted(report.steps, 'step')} in ${timeText(duration)}, with locks held for ${timeText(report.locked)}. Everything was rolled back.\n${leftOut(report)}`;
  const done =
    plan.steps.length === 0
      ? `The verified state of ${plan.environment} is recorded`
      : `Applied ${counted(plan.steps.length, 'step')} to ${plan.environment}`;
  const saved =
    backup === null
      ? ''
      : `Backup: ${counted(backup.rows, 'row')} of ${counted(backup.tables, 'table')} in ${isAbsolute(backup.folder) ? relative(dir, backup.folder) : backup.folder}\n`;
  return `${done} in ${timeText(duration)} (history ${id}).\n${saved}`;
}

const leftOut = ({ unrehearsed }: ApplyReport): string =>
  unrehearsed.map((what) => `Not rehearsed: ${printable(what)}.\n`).join('');
