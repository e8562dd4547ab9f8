import { compareText } from '../model/id.js';
import type { AccessChange, Diagnostic, Plan, PlanObject, Refusal, Right, Step } from '../model/plan.js';

/** The plan as it is written to a file: fixed order of keys, two spaces, a line end. Equal plans give equal bytes. */
export function renderJson(plan: Plan): string {
  const { create, alter, replace, rename, drop, park, rows } = plan.summary;
  const ordered: Plan = {
    version: plan.version,
    environment: plan.environment,
    fingerprint: plan.fingerprint,
    summary: { create, alter, replace, rename, drop, park, rows },
    accounted: accounted(plan),
    refusals: plan.refusals.map(refusal),
    steps: plan.steps.map(step),
    unlisted: plan.unlisted.map(object),
    ...(plan.access === undefined ? {} : { access: plan.access.map(access) }),
    diagnostics: plan.diagnostics.map(diagnostic),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function accounted(plan: Plan): Plan['accounted'] {
  const kinds = Object.entries(plan.accounted).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(
    kinds.map(([kind, { declared, kept, dropped, platform, extension, unlisted, unmanaged }]) => [
      kind,
      { declared, kept, dropped, platform, extension, unlisted, unmanaged },
    ]),
  );
}

function object(value: PlanObject): PlanObject {
  return {
    kind: value.kind,
    schema: value.schema,
    name: value.name,
    ...(value.table === undefined ? {} : { table: value.table }),
    ...(value.arguments === undefined ? {} : { arguments: value.arguments }),
  };
}

function step(value: Step): Step {
  return {
    id: value.id,
    action: value.action,
    object: object(value.object),
    role: value.role,
    sql: value.sql,
    takes: value.takes.map(object),
    locks: value.locks.map(({ mode, on }) => ({ mode, on })),
    rewrite: value.rewrite,
    destructive: value.destructive,
    hazards: value.hazards.map(({ kind, message }) => ({ kind, message })),
    reason: value.reason === null ? null : { file: value.reason.file, line: value.reason.line },
    ...(value.segment === undefined ? {} : { segment: value.segment }),
    ...(value.alone === undefined ? {} : { alone: value.alone }),
  };
}

function access({ object: on, acts_as, roles }: AccessChange): AccessChange {
  return {
    object: object(on),
    ...(acts_as === undefined ? {} : { acts_as: { before: acts_as.before, after: acts_as.after } }),
    roles: roles.map(({ role, before, after, changed, widened }) => ({
      role,
      before: rights(before),
      after: rights(after),
      changed,
      widened,
    })),
  };
}

function rights(value: Record<string, Right>): Record<string, Right> {
  return Object.fromEntries(Object.entries(value).map(([privilege, right]) => [privilege, one(right)]));
}

function one({ level, columns, policies, restrictive }: Right): Right {
  return {
    level,
    ...(columns === undefined ? {} : { columns }),
    ...(policies === undefined ? {} : { policies }),
    ...(restrictive === undefined ? {} : { restrictive }),
  };
}

function refusal(value: Refusal): Refusal {
  return {
    code: value.code,
    message: value.message,
    ...(value.object === undefined ? {} : { object: object(value.object) }),
    ...(value.hint === undefined ? {} : { hint: value.hint }),
  };
}

function diagnostic(value: Diagnostic): Diagnostic {
  return {
    level: value.level,
    code: value.code,
    message: value.message,
    ...(value.file === undefined ? {} : { file: value.file }),
    ...(value.line === undefined ? {} : { line: value.line }),
    ...(value.column === undefined ? {} : { column: value.column }),
    ...(value.object === undefined ? {} : { object: object(value.object) }),
  };
}
