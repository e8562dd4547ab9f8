import { applyPlanned, type Planned, type Project, planEnvironment } from '../../src/reconcile.js';
import { planRollback } from '../../src/undo.js';
import { type Engine, openPlace, type Place, writeProject } from '../support/case-place.js';

export interface Scene {
  readonly place: Place;
  readonly project: Project;
  /** State says something else from now on. */
  declare(after: string, format?: 'sql' | 'yaml'): void;
  plan<Result>(task: (planned: Planned) => Promise<Result>): Promise<Result>;
  /** Plans and applies. Gives the steps' segments, objects and actions, in order. */
  apply(): Promise<string[]>;
  rollback(): Promise<void>;
  close(): Promise<void>;
}

/** A database on an engine, and a project whose environment allows everything online. */
export async function openScene(
  engine: Engine,
  before: string,
  after: string,
  more: Record<string, unknown> = {},
): Promise<Scene> {
  const place = await openPlace(engine, before);
  const environment = {
    environment: 'case',
    database: engine === 'embedded' ? { embedded: 'case' } : { url: '${CASE_DATABASE_URL}' },
    schemas: ['public'],
    state: ['case'],
    online: true,
    unlisted: 'drop',
    guard: { destructive: 'allow', lock_timeout: '2s', lock_retries: 1 },
    ...more,
  };
  const declare: Scene['declare'] = (text, format = 'sql') =>
    writeProject(place, environment, { format, text });
  declare(after);
  const project: Project = { dir: place.dir, name: 'case', env: place.env, forApply: true };
  const plan = async <Result>(task: (planned: Planned) => Promise<Result>): Promise<Result> => {
    const planned = await planEnvironment(project);
    try {
      return await task(planned);
    } finally {
      await planned.close();
    }
  };
  return {
    place,
    project,
    declare,
    plan,
    apply: () =>
      plan(async (planned) => {
        if (planned.plan.refusals.length > 0) throw new Error(JSON.stringify(planned.plan.refusals));
        await applyPlanned(planned, project);
        return stepsOf(planned);
      }),
    rollback: async () => {
      const back = await planRollback(project, null);
      try {
        await applyPlanned(back, project);
      } finally {
        await back.close();
      }
    },
    close: () => place.close(),
  };
}

/** `create public.t.c`, and `after: ` before what follows COMMIT. */
export const stepsOf = ({ plan }: Planned): string[] =>
  plan.steps.map(({ segment, action, object }) => {
    const name = [object.table, object.name].filter((part) => part !== undefined).join('.');
    return `${segment === undefined ? '' : `${segment}: `}${action} ${object.kind} ${name}`;
  });
