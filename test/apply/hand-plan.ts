import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApplyOptions, takeSnapshot } from '../../src/apply/index.js';
import { equal } from '../../src/apply/readback.js';
import { readCatalog } from '../../src/catalog/index.js';
import type { Session } from '../../src/database/index.js';
import type { Catalog, CatalogObject } from '../../src/model/catalog.js';
import type { Key } from '../../src/model/id.js';
import type { Step } from '../../src/model/plan.js';
import type { Loss, PlanResult, Requirement } from '../../src/plan/result.js';

/** One step as a test writes it. */
export interface HandStep {
  readonly sql: readonly string[];
  readonly role?: string | null;
  readonly action?: Step['action'];
  /** The step's object; default: the first that differs. */
  readonly key?: Key;
  readonly requires?: readonly Requirement[];
}

/**
 * A plan as the planner would give it, from the live catalog and that of a database built directly from the target:
 * everything that differs is touched, and every step is said to touch all of it. Roles are left out, which other tests
 * make and drop on the same server between the two readings.
 */
export function handPlan(
  live: Catalog,
  target: Catalog,
  steps: readonly HandStep[],
  losses: readonly Loss[] = [],
): PlanResult {
  const expected = new Map<Key, CatalogObject | null>();
  for (const key of new Set([...live.objects.keys(), ...target.objects.keys()])) {
    const [was, wanted] = [live.objects.get(key), target.objects.get(key)];
    if ((was ?? wanted)?.id.kind === 'role') continue;
    if (was === undefined || wanted === undefined || !alike(was, wanted)) expected.set(key, wanted ?? null);
  }
  const touches = [...expected.keys()];
  const relations = touches.flatMap((key) =>
    live.objects.get(key)?.id.kind === 'table' ? [{ key, mode: 'ACCESS EXCLUSIVE' }] : [],
  );
  const plannedSteps = steps.map((hand, index) => {
    const key = hand.key ?? touches[0] ?? '';
    const {
      kind,
      schema,
      table,
      name,
      arguments: args,
    } = (live.objects.get(key) ?? target.objects.get(key))?.id ?? {
      kind: 'table',
      schema: null,
      table: null,
      name: '?',
      arguments: null,
    };
    const step: Step = {
      id: String(index + 1),
      action: hand.action ?? 'alter',
      object: {
        kind,
        schema,
        name,
        ...(table === null ? {} : { table }),
        ...(args === null ? {} : { arguments: args }),
      },
      role: hand.role ?? null,
      sql: [...hand.sql],
      takes: [],
      locks: [],
      rewrite: false,
      destructive: losses.length > 0,
      hazards: [],
      reason: null,
    };
    return { step, touches, relations, requires: hand.requires ?? [], assumes: [] };
  });
  return {
    plan: {
      version: 1,
      environment: 'test',
      fingerprint: '',
      summary: { create: 0, alter: 0, replace: 0, rename: 0, drop: 0, park: 0, rows: 0 },
      accounted: {},
      refusals: [],
      steps: plannedSteps.map((planned) => planned.step),
      unlisted: [],
      diagnostics: [],
    },
    live,
    steps: plannedSteps,
    expected,
    losses,
    define: () => ({ before: null, after: null }),
    relate: () => ({ objects: [], edges: [] }),
    sizes: new Map(),
    after: target.objects,
    same: async () => false,
  };
}

function alike(a: CatalogObject, b: CatalogObject): boolean {
  const facts = ({ attributes, owner, comment, grants }: CatalogObject) =>
    JSON.parse(JSON.stringify({ attributes, owner, comment, grants }));
  return equal(facts(a), facts(b));
}

/** Losses of whole live tables. */
export function tableLosses(live: Catalog, names: readonly string[]): Loss[] {
  return names.map((name) => ({
    stepId: '1',
    relation: required(live, `table ${name}`),
    columns: null,
    kind: 'table',
  }));
}

export function required(catalog: Catalog, key: Key): CatalogObject {
  const object = catalog.objects.get(key);
  if (object === undefined) throw new Error(`the test's catalog has no ${key}`);
  return object;
}

/** Options of an apply that writes its backups to a folder of its own. */
export async function optionsFor(session: Session, more: Partial<ApplyOptions> = {}): Promise<ApplyOptions> {
  return {
    environment: 'test',
    guard: { backup: 'auto', lockTimeout: 2000, statementTimeout: 60_000, lockRetries: 1 },
    backupDir: mkdtempSync(join(tmpdir(), 'reconcile-backups-')),
    verify: { sql: [], http: [] },
    planned: await takeSnapshot(session),
    toolVersion: '0.0.0',
    gitCommit: null,
    ...more,
  };
}

export const catalogOf = (session: Session): Promise<Catalog> => readCatalog(session);

/** Every definition row of the database; roles are left out, which other tests make on the same server. */
export async function definitions(session: Session): Promise<[string, string][]> {
  const { lines } = await takeSnapshot(session);
  return [...lines].filter(
    ([catalog]) => !['pg_authid', 'pg_auth_members', 'pg_db_role_setting'].includes(catalog),
  );
}
