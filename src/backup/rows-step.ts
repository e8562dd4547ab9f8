import { qualified } from '../model/id.js';
import type { Step } from '../model/plan.js';
import type { PlannedStep } from '../plan/result.js';

/** A step that brings rows, values or positions back into something that is there by then. */
export function rowsStep(
  object: Step['object'],
  id: string,
  role: string | null,
  sql: string[],
): PlannedStep {
  const on = qualified(object.schema, object.table ?? object.name);
  return {
    step: {
      id,
      action: 'rows',
      object,
      role,
      sql,
      takes: [],
      locks: [{ mode: 'ACCESS EXCLUSIVE', on }],
      rewrite: false,
      destructive: false,
      hazards: [],
      reason: null,
    },
    run: [],
    touches: [],
    relations: [],
    requires: [],
  };
}
