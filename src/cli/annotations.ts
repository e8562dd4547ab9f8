import { relative, resolve, sep } from 'node:path';
import { type Problem, UserError } from '../model/errors.js';
import type { Plan } from '../model/plan.js';
import { printable } from '../render/clean.js';
import { stepTitle } from '../render/label.js';
import type { Io } from './io.js';
import { projectDir, type RawOptions } from './settings.js';

/** A remark that a pull request shows at a line of a file. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  /** Relative to the project's folder. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** GitHub shows ten of a level per step of a workflow; more would only be dropped there. */
const MOST = 10;

/** Writes annotations where they are read: in GitHub's workflows, or where --annotations asks for them; else nowhere. */
export function annotate(annotations: readonly Annotation[], options: RawOptions, io: Io): void {
  const format = options.annotations ?? (io.env.GITHUB_ACTIONS === 'true' ? 'github' : 'none');
  if (format === 'none') return;
  const root = resolve(io.cwd, io.env.GITHUB_WORKSPACE ?? '.');
  const dir = projectDir(options, io);
  for (const level of ['error', 'warning', 'notice'] as const) {
    const own = annotations.filter((annotation) => annotation.level === level);
    for (const annotation of own.slice(0, MOST)) io.err.write(`${command(annotation, dir, root)}\n`);
  }
}

/** A workflow command (GitHub's manual, "Workflow commands"): on stderr, so that results stay alone on stdout. */
function command(annotation: Annotation, dir: string, root: string): string {
  const { level, file, line, column, title, message } = annotation;
  const path = file === undefined ? undefined : relative(root, resolve(dir, file)).split(sep).join('/');
  const properties = Object.entries({ file: path, line, col: column, title })
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(
      ([name, value]) => `${name}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
    );
  return `::${level}${properties.length === 0 ? '' : ` ${properties.join(',')}`}::${escaped(printable(message))}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

export function ofProblems(problems: readonly Problem[]): Annotation[] {
  return problems.map(({ message, hint, at, code }) => ({
    level: 'error',
    title: code,
    message: hint === undefined ? message : `${message}\nhint: ${hint}`,
    ...(at === undefined ? {} : { file: at.file, line: at.line, column: at.column }),
  }));
}

export function ofError(error: unknown): Annotation[] {
  return error instanceof UserError ? ofProblems(error.problems) : [];
}

/** What a plan has to say: refusals, diagnostics, and hazards at the lines that ask for their steps. */
export function ofPlan(plan: Plan): Annotation[] {
  const refusals = plan.refusals.map(
    ({ code, message, hint }): Annotation => ({
      level: 'error',
      title: code,
      message: hint === undefined ? message : `${message}\nhint: ${hint}`,
    }),
  );
  const diagnostics = plan.diagnostics
    .filter(({ level, file }) => level !== 'info' && file !== undefined)
    .map(
      ({ level, code, message, file, line, column }): Annotation => ({
        level: level === 'error' ? 'error' : 'warning',
        title: code,
        message,
        ...(file === undefined ? {} : { file }),
        ...(line === undefined ? {} : { line }),
        ...(column === undefined ? {} : { column }),
      }),
    );
  const hazards = plan.steps.flatMap((step) =>
    step.hazards.map(
      ({ kind, message }): Annotation => ({
        level: 'warning',
        title: kind,
        message: `${stepTitle(step)}: ${message}`,
        ...(step.reason === null ? {} : { file: step.reason.file, line: step.reason.line }),
      }),
    ),
  );
  return [...refusals, ...diagnostics, ...hazards];
}
