import { oneLine } from '../../render/clean.js';
import { counted } from '../../render/label.js';
import type { Status } from '../../status.js';
import type { Flow, Project } from '../flow.js';
import type { Io } from '../io.js';
import { reportError } from '../report.js';
import { projectDir, projectOf, type RawOptions } from '../settings.js';

export interface StatusSettings {
  readonly dir: string;
  /** Empty: every environment. */
  readonly projects: readonly Project[];
  project(name: string): Project;
  readonly json: boolean;
}

export function statusSettings(names: readonly string[], options: RawOptions, io: Io): StatusSettings {
  const project = (name: string): Project => projectOf(name, options, io);
  return {
    dir: projectDir(options, io),
    projects: names.map(project),
    project,
    json: options.format === 'json',
  };
}

/** One paragraph an environment. Exit code 1 where one could not be looked at. */
export async function statusCommand(settings: StatusSettings, io: Io, flow: Flow): Promise<number> {
  const projects =
    settings.projects.length > 0
      ? settings.projects
      : (await flow.environmentNames(settings.dir)).map((name) => settings.project(name));
  const found: Record<string, Status> = {};
  let code = 0;
  for (const project of projects) {
    try {
      const status = await flow.status(project);
      found[project.name] = status;
      if (!settings.json) io.out.write(statusText(project.name, status));
    } catch (error) {
      code = 1;
      io.err.write(`${oneLine(project.name)}: `);
      reportError(error, io.err, false);
    }
  }
  if (settings.json) {
    const shown = Object.entries(found).map(([environment, { plan, last, changed }]) => ({
      environment,
      summary: plan.summary,
      refusals: plan.refusals,
      unlisted: plan.unlisted.length,
      last,
      changed,
    }));
    io.out.write(`${JSON.stringify(shown, null, 2)}\n`);
  }
  return code;
}

export function statusText(name: string, { plan, last, changed }: Status): string {
  const counts = Object.entries(plan.summary).flatMap(([action, count]) =>
    count > 0 ? [`${count} ${action}`] : [],
  );
  const lacks =
    plan.steps.length === 0
      ? 'No changes'
      : `${counted(plan.steps.length, 'step')} to apply (${counts.join(', ')})`;
  const lines = [
    `${name}: ${lacks}`,
    last === null ? 'nothing was applied yet' : `last ${last.kind} ${last.id} by ${last.who}`,
    ...(plan.refusals.length === 0
      ? []
      : [`the plan is refused for ${counted(plan.refusals.length, 'reason')}`]),
    ...(plan.unlisted.length === 0 ? [] : [`${counted(plan.unlisted.length, 'unlisted object')}`]),
    ...changed.map(
      ({ key, how, at }) => `changed by someone else: ${key} is ${how}${at === null ? '' : ` (${at})`}`,
    ),
  ];
  return lines.map((line, index) => `${index === 0 ? '' : '  '}${oneLine(line)}\n`).join('');
}
