import type { Flow, Planned } from '../../src/cli/flow.js';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/program.js';
import type { Plan } from '../../src/model/plan.js';

export interface Given {
  readonly plan?: Plan;
  readonly destructive?: 'allow' | 'confirm' | 'forbid';
  readonly notes?: readonly string[];
  /** Uses the real flow, on the real environment. */
  readonly real?: boolean;
  readonly env?: Record<string, string>;
  /** Strikes Ctrl-C when this stands on stderr. */
  readonly interruptAt?: string;
  /** Answers to what is asked; without them there is no terminal. */
  readonly answers?: readonly (string | null)[];
  readonly cwd?: string;
  readonly flow?: Partial<Flow>;
}
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly string[];
  readonly applied: number;
  readonly closed: number;
}

/** Runs a command line with outputs in memory and, for what needs a database, a flow that gives a made plan. */
export async function runWith(argv: readonly string[], given: Given = {}): Promise<Outcome> {
  const told = { out: '', err: '', asked: [] as string[], applied: 0, closed: 0 };
  let interrupt = (): void => undefined;
  const add = (where: 'out' | 'err', text: string): void => {
    told[where] += text;
    if (given.interruptAt !== undefined && told.err.includes(given.interruptAt)) setTimeout(interrupt, 200);
  };
  const answers = [...(given.answers ?? [])];
  const io: Io = {
    cwd: given.cwd ?? '/',
    env: given.env ?? {},
    out: { write: (text) => add('out', text), terminal: false, columns: 80 },
    err: { write: (text) => add('err', text), terminal: false, columns: 80 },
    interactive: given.answers !== undefined,
    ask: async (question) => {
      told.asked.push(question);
      return answers.shift() ?? null;
    },
    onInterrupt: (handler) => {
      interrupt = handler;
      return () => undefined;
    },
    flush: async () => null,
  };
  const flow: Flow = {
    async planEnvironment(project): Promise<Planned> {
      if (given.plan === undefined) throw new Error('no plan was given');
      project.onTarget?.(`embedded database made, because ${project.name} says so`);
      return {
        plan: given.plan,
        notes: given.notes ?? [],
        searchPath: 'public',
        live: { settings: { TimeZone: 'UTC' } },
        environment: { guard: { destructive: given.destructive ?? 'confirm' } },
        close: async () => {
          told.closed += 1;
        },
      };
    },
    takeBackup: async () => null,
    verifyBackup: async () => ({ tables: 0, rows: 0, problems: [] }),
    purge: async () => ({ plan: { backups: [], parked: [], kept: 0, unknown: [] }, done: false }),
    status: () => Promise.reject(new Error('no status was given')),
    environmentNames: async () => [],
    planRollback: (project) => flow.planEnvironment(project),
    planRestore: (project) => flow.planEnvironment(project),
    async applyPlanned(planned, _, { onEvent }) {
      told.applied += 1;
      const total = planned.plan.steps.length;
      planned.plan.steps.forEach((step, index) => {
        onEvent({ type: 'step-started', index, total, step });
        onEvent({ type: 'step-finished', index, total, step, elapsed: 12 });
      });
      return {
        id: '20260217-1',
        steps: total,
        online: 0,
        locked: 0,
        rehearsed: false,
        unrehearsed: [],
        duration: 1234,
        backup: null,
        notes: [],
        fingerprintBefore: 'a',
        fingerprintAfter: 'b',
      };
    },
    readHistory: async () => [],
    graphEnvironment: async () => ({ objects: [], edges: [] }),
    importEnvironment: async () => ({ files: [], counts: new Map(), notes: [] }),
    validateProject: async () => ({ problems: [], environments: ['prod'] }),
    ...given.flow,
  };
  const code = given.real ? await run(argv, io) : await run(argv, io, async () => flow);
  return { code, ...told };
}
