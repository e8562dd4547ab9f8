import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { userError } from '../model/errors.js';
import type { Plan, Step } from '../model/plan.js';
import { renderJson } from '../render/json.js';
import { stepTitle } from '../render/label.js';

/** Relative to the project, as all paths are; a file where one stands is found too, as that is where `--out` writes. */
async function readPlanFile(path: string, dir: string, cwd: string): Promise<Buffer> {
  for (const base of [dir, cwd]) {
    const found = await readFile(resolve(base, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw userError('plan-file', `the plan file ${path} cannot be read: ${error.message}`);
    });
    if (found !== null) return found;
  }
  throw userError('plan-file', `there is no plan file ${path}`, {
    hint: 'write one with reconcile plan ENV --out FILE',
  });
}

/** Throws a UserError that says what differs, unless the file holds exactly the plan as it is now. */
export async function requireSamePlan(plan: Plan, path: string, dir: string, cwd: string): Promise<void> {
  const bytes = await readPlanFile(path, dir, cwd);
  if (bytes.equals(Buffer.from(renderJson(plan)))) return;
  const text = bytes.toString('utf8');
  throw userError('plan-differs', `${path} is not the plan as it is now: ${difference(text, plan)}`, {
    hint: 'review the new plan: reconcile plan ENV --out FILE',
  });
}

/** The first thing that differs, in words. Whatever the file holds is only looked at, never believed. */
export function difference(text: string, plan: Plan): string {
  const read = parsed(text);
  const now: unknown = JSON.parse(renderJson(plan));
  if (!isRecord(read) || !isRecord(now)) return 'it is not a plan file';
  if (read.version !== plan.version) return `its version is ${show(read.version)}, not ${plan.version}`;
  if (read.environment !== plan.environment) {
    return `it was made for ${show(read.environment)}, not for ${show(plan.environment)}`;
  }
  const step = differingStep(read.steps, plan.steps);
  if (step !== null) return step;
  const key = [...Object.keys(now), ...Object.keys(read)].find((one) => !same(read[one], now[one]));
  if (key === undefined)
    return 'it says the same in other bytes (was it formatted, or its line ends changed?)';
  if (key === 'fingerprint')
    return 'the steps are the same, but the database or the state has changed (fingerprint)';
  return `${key} differs`;
}

function differingStep(read: unknown, steps: readonly Step[]): string | null {
  if (!Array.isArray(read)) return 'it has no steps';
  const count = Math.max(read.length, steps.length);
  for (let index = 0; index < count; index += 1) {
    const before: unknown = read[index];
    const now = steps[index];
    const at = `step ${index + 1}`;
    if (now === undefined) return `${at} (${titleOf(before)}) is no longer needed`;
    if (before === undefined) return `${at} (${stepTitle(now)}) is new`;
    if (!same(before, JSON.parse(JSON.stringify(now)))) return differenceOfStep(at, before, now);
  }
  return null;
}

function differenceOfStep(at: string, before: unknown, now: Step): string {
  if (titleOf(before) !== now.id) return `${at} was ${titleOf(before)}, and is now ${now.id}`;
  const entry = Object.entries(now).find(([key, value]) => !isRecord(before) || !same(before[key], value));
  return `${at} (${stepTitle(now)}) has another ${entry?.[0] ?? 'content'}`;
}

function titleOf(step: unknown): string {
  return isRecord(step) ? show(step.id) : 'nothing that is a step';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Equal whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => same(value, b[index]));
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(a[key], b[key]));
  }
  return a === b;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'missing');
}
