import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { connectServer, type Session } from '../../src/database/index.js';
import { applyPlanned, type Planned, planEnvironment } from '../../src/reconcile.js';
import type { Major } from '../support/binaries.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';

export interface Project {
  readonly url: string;
  readonly name: string;
  readonly session: Session;
  /** Plans for an apply; closed after the test. */
  plan(state: string, more?: Record<string, unknown>): Promise<Planned>;
  apply(planned: Planned, settings?: { rehearse?: boolean }): ReturnType<typeof applyPlanned>;
  readonly dir: string;
}

/** A database with what `sql` makes, and a project about it; `closing` gets what ends it. The role `user`, else the superuser, plans and applies. */
export async function openProject(
  major: Major,
  closing: (() => Promise<unknown>)[],
  sql: string,
  user?: string,
): Promise<Project> {
  const server = await sharedServer(major);
  const name = await createDatabase(server);
  closing.push(() => dropDatabase(server, name));
  const url = server.url(name);
  await runOn(url, sql);
  const dir = mkdtempSync(join(tmpdir(), 'hazards-'));
  closing.push(async () => rmSync(dir, { recursive: true, force: true }));
  const session = await connectServer(url);
  closing.push(() => session.close());
  const project = { dir, name: 'one', env: { ONE_URL: server.url(name, user) }, forApply: true };
  mkdirSync(join(dir, 'environments'));
  mkdirSync(join(dir, 'state', 'one'), { recursive: true });
  return {
    url,
    name,
    dir,
    session,
    plan: async (state, more = {}) => {
      const environment = {
        environment: 'one',
        database: { url: '${ONE_URL}' },
        state: ['one'],
        unlisted: 'drop',
        scratch: 'server',
        ...more,
      };
      writeFileSync(join(dir, 'environments', 'one.yaml'), stringify(environment));
      writeFileSync(join(dir, 'state', 'one', 'state.sql'), state);
      const planned = await planEnvironment(project);
      closing.push(() => planned.close());
      return planned;
    },
    apply: (planned, settings = {}) => applyPlanned(planned, project, settings),
  };
}
