import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../src/model/plan.js';
import { applyPlanned, type Project, planEnvironment } from '../../src/reconcile.js';
import type { Major } from '../support/binaries.js';
import { ROLES_SQL } from '../support/case-place.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';

export type Scratch = 'server' | 'embedded';

/** A database and a project beside it. */
export interface Place {
  readonly url: string;
  readonly dir: string;
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** Writes the state's files in place of those before. */
  state(files: Readonly<Record<string, string>>, environment?: string): Project;
  /** Plans, applies, plans again: the second plan is empty. Resolves to the first. */
  apply(project: Project): Promise<Plan>;
  plan(project: Project): Promise<Plan>;
  close(): Promise<void>;
}

export async function openPlace(major: Major, before: string, scratch: Scratch): Promise<Place> {
  const server = await sharedServer(major);
  const name = await createDatabase(server);
  const url = server.url(name);
  const dir = mkdtempSync(join(tmpdir(), 'reconcile-rename-'));
  await runOn(url, ROLES_SQL);
  await runOn(url, before);
  const plan = async (project: Project): Promise<Plan> => {
    const planned = await planEnvironment(project);
    await planned.close();
    return planned.plan;
  };
  return {
    url,
    dir,
    sql: (text) => runOn(url, text),
    state: (files, environment = 'unlisted: drop\n') => {
      rmSync(join(dir, 'state'), { recursive: true, force: true });
      mkdirSync(join(dir, 'state', 'all'), { recursive: true });
      mkdirSync(join(dir, 'environments'), { recursive: true });
      for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, 'state', 'all', file), text);
      const head = `environment: test\ndatabase: { url: "\${TEST_URL}" }\nstate: [all]\nscratch: ${scratch}\n`;
      writeFileSync(join(dir, 'environments', 'test.yaml'), head + environment);
      return { dir, name: 'test', env: { TEST_URL: url } };
    },
    apply: async (project) => {
      const planned = await planEnvironment({ ...project, forApply: true });
      try {
        if (planned.plan.refusals.length === 0) await applyPlanned(planned, project);
      } finally {
        await planned.close();
      }
      const again = await plan(project);
      const left = again.steps.flatMap((step) => step.sql);
      if (planned.plan.refusals.length === 0 && left.length > 0)
        throw new Error(`left over: ${left.join('; ')}`);
      return planned.plan;
    },
    plan,
    close: async () => {
      rmSync(dir, { recursive: true, force: true });
      await dropDatabase(server, name);
    },
  };
}

/** Rows of every table and owned sequence, by what no rename changes: its oid. */
export async function contents(place: Place): Promise<Record<string, unknown>[]> {
  const tables = await place.sql(
    `select c.oid::int as oid, c.relkind::text as kind, c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm', 'S') and n.nspname !~ '^(pg_|information_schema|reconcile)' order by c.oid`,
  );
  const rows: Record<string, unknown>[] = [];
  for (const { oid, kind, name } of tables) {
    const value =
      kind === 'S' ? 'select last_value::text as rows' : 'select array_agg(t::text order by t::text) as rows';
    rows.push({ oid, ...(await place.sql(`${value} from ${String(name)} t`))[0] });
  }
  return rows;
}
