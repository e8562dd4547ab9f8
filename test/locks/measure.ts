import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { connectServer, type Session } from '../../src/database/index.js';
import { quoteIdent } from '../../src/model/id.js';
import type { Plan, Step } from '../../src/model/plan.js';
import { planEnvironment } from '../../src/reconcile.js';
import type { Major } from '../support/binaries.js';
import { withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';
import type { LockCase } from './cases.js';

/** What a step does on a server, as far as others notice. */
export interface Measured {
  readonly id: string;
  /** `MODE on schema.relation`, of relations that are there before the step; sorted. */
  readonly locks: readonly string[];
  /** A relation that holds rows and stays has a new file. */
  readonly rewrite: boolean;
}

/** What the plan says of a step, in the same words. */
export function said(step: Step): Measured {
  return {
    id: step.id,
    locks: step.locks.map(({ mode, on }) => `${mode} on ${on}`).sort(),
    rewrite: step.rewrite,
  };
}

/** What one case's part of the plan says, and what its steps do, each in a transaction of its own. */
export interface Tried {
  readonly steps: Step[];
  readonly measured: Measured[];
}

/** One plan for all cases, each in a schema of its own (`c0`, `c1`, …): the same steps as one by one, in a fraction of the time. */
export async function measureAll(major: Major, cases: readonly LockCase[]): Promise<Map<string, Tried>> {
  const server = await sharedServer(major);
  return withDatabase(server, async (url) => {
    const dir = mkdtempSync(join(tmpdir(), 'locks-'));
    const session = await connectServer(url);
    try {
      for (const [at, { before }] of cases.entries())
        await session.run(
          `create schema c${at}; set search_path = c${at}; ${before.replaceAll('SCHEMA', `c${at}`)}`,
        );
      await session.run('reset search_path');
      const plan = await planOf(dir, url, cases);
      if (plan.refusals.length > 0)
        throw new Error(plan.refusals.map((refusal) => refusal.message).join('\n'));
      const tried = new Map(cases.map(({ name }): [string, Tried] => [name, { steps: [], measured: [] }]));
      for (const step of plan.steps) {
        const measured = await run(session, step);
        const at = Number(/\bc(\d+)/.exec(`${step.object.schema} ${step.sql.join(' ')}`)?.[1]);
        const one = tried.get(cases[at]?.name ?? '');
        if (one === undefined) throw new Error(`whose step is ${step.id}?`);
        one.steps.push(step);
        one.measured.push(measured);
      }
      return tried;
    } finally {
      await session.close();
      rmSync(dir, { recursive: true, force: true });
    }
  });
}

async function planOf(dir: string, url: string, cases: readonly LockCase[]): Promise<Plan> {
  mkdirSync(join(dir, 'environments'));
  mkdirSync(join(dir, 'state', 'one'), { recursive: true });
  writeFileSync(
    join(dir, 'environments', 'one.yaml'),
    stringify({
      environment: 'one',
      database: { url: '${LOCKS_URL}' },
      state: ['one'],
      unlisted: 'drop',
      guard: { destructive: 'allow', backup: 'none' },
      scratch: 'server',
    }),
  );
  for (const [at, { after }] of cases.entries()) {
    const text = `create schema c${at};\nset search_path = c${at};\n${after.replaceAll('SCHEMA', `c${at}`)}`;
    writeFileSync(join(dir, 'state', 'one', `c${at}.sql`), text);
  }
  const planned = await planEnvironment({ dir, name: 'one', env: { LOCKS_URL: url } });
  await planned.close();
  return planned.plan;
}

interface Relation {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly file: number | null;
}

const RELATIONS = `select c.oid, n.nspname || '.' || c.relname as name, c.relkind::text as kind, pg_relation_filenode(c.oid) as file
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^(pg_|information_schema)'`;

/** Weaker locks keep nobody from reading, writing or VACUUM. */
const LOCKS = `select l.relation as oid, upper(regexp_replace(regexp_replace(l.mode, 'Lock$', ''), '(.)([A-Z])', '\\1 \\2', 'g')) as mode
  from pg_locks l where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')`;

const STRENGTH = ['SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'];

async function run(session: Session, step: Step): Promise<Measured> {
  const were = await session.query<Relation>(RELATIONS);
  await session.run('begin; set local check_function_bodies = off');
  if (step.role !== null) await session.run(`set local role ${quoteIdent(step.role)}`);
  for (const sql of step.sql) await session.run(sql);
  const held = await session.query<{ oid: number; mode: string }>(LOCKS);
  const are = await session.query<Relation>(RELATIONS);
  await session.run('commit');
  const strongest = new Map<string, string>();
  for (const { oid, mode } of held) {
    const relation = were.find((one) => one.oid === oid);
    if (relation === undefined || !named(relation, step)) continue;
    const known = strongest.get(relation.name);
    if (known === undefined || STRENGTH.indexOf(mode) > STRENGTH.indexOf(known))
      strongest.set(relation.name, mode);
  }
  return {
    id: step.id,
    locks: [...strongest].map(([name, mode]) => `${mode} on ${name}`).sort(),
    rewrite: were.some(
      (one) => 'rm'.includes(one.kind) && are.some((now) => now.oid === one.oid && now.file !== one.file),
    ),
  };
}

/** Whoever works with a table meets its indexes' and sequences' locks only where the step is about them alone. */
const named = (relation: Relation, step: Step): boolean =>
  'rpvmf'.includes(relation.kind) || step.locks.some((lock) => lock.on === relation.name);
