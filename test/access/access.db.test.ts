import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectServer, type Session } from '../../src/database/index.js';
import type { AccessChange, Plan } from '../../src/model/plan.js';
import { applyPlanned, planEnvironment } from '../../src/reconcile.js';
import { renderJson } from '../../src/render/json.js';
import { objectName } from '../../src/render/label.js';
import { freshFolder } from '../cli/folder.js';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';
import { fits, type Outcome, probe, statementFor } from './probe.js';
import { FUNCTIONS, OWNER, ROLES, ROLES_SQL, sceneSql, TABLES, VIEWS } from './scene.js';

function project(state: string, scratch: string): string {
  const dir = freshFolder();
  mkdirSync(join(dir, 'environments'), { recursive: true });
  mkdirSync(join(dir, 'state', 'scene'), { recursive: true });
  writeFileSync(join(dir, 'state', 'scene', 'scene.sql'), state);
  writeFileSync(
    join(dir, 'environments', 'scene.yaml'),
    `environment: scene\ndatabase: { url: "\${SCENE_URL}" }\nschemas: [public]\nowner: ${OWNER}\nstate: [scene]\nunlisted: drop\nguard: { destructive: allow, backup: none }\nscratch: ${scratch}\n`,
  );
  return dir;
}

const QUESTIONS = [
  ...TABLES.flatMap((name) => ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].map((what) => ({ name, what }))),
  ...VIEWS.map((name) => ({ name, what: 'SELECT' })),
  ...FUNCTIONS.map((name) => ({ name, what: 'EXECUTE' })),
];

/** What the server lets each role do, by `role|privilege|object`. */
async function probeAll(session: Session): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  for (const role of ROLES)
    for (const { name, what } of QUESTIONS)
      outcomes.set(`${role}|${what}|${name}`, await probe(session, role, statementFor(what, name, 'id')));
  return outcomes;
}

/** Under which role the plan speaks of a role that nothing names. */
const NAMED: Record<string, string> = {
  ...Object.fromEntries(ROLES.map((role) => [role, role])),
  access_nobody: 'PUBLIC',
  access_member: 'access_group',
};
const reached = (outcome: Outcome): number => (outcome === 'denied' ? 0 : outcome);

/** Every answer of the server that the plan's access does not say. */
function contradictions(
  access: readonly AccessChange[],
  before: ReadonlyMap<string, Outcome>,
  after: ReadonlyMap<string, Outcome>,
): string[] {
  return ROLES.flatMap((role) =>
    QUESTIONS.flatMap(({ name, what }) => {
      const key = `${role}|${what}|${name}`;
      const [had, has] = [before.get(key) ?? 'denied', after.get(key) ?? 'denied'];
      const change = access.find((one) => objectName(one.object) === name);
      const same = had === has || (reached(had) === 0 && reached(has) === 0);
      const said =
        change?.roles.find((one) => one.role === NAMED[role]) ??
        (same ? undefined : change?.roles.find((one) => one.role === 'PUBLIC'));
      if (said === undefined) return same ? [] : [`${key}: ${had} → ${has}, not in the plan`];
      const right = fits(said.before[what], what, had) && fits(said.after[what], what, has);
      return right
        ? []
        : [`${key}: ${had} → ${has}, but ${JSON.stringify([said.before[what], said.after[what]])}`];
    }),
  );
}

describe.each(majors().filter((major) => major === 15 || major === 18))('access on %i', (major) => {
  it('is what the server lets each role do, before and after', async () => {
    const server = await sharedServer(major);
    await runOn(server.url(), ROLES_SQL);
    await withDatabase(server, async (url) => {
      const rows = TABLES.map((name) => `insert into ${name} values (1, 1), (2, 2), (3, 3)`).join(';\n');
      await runOn(
        url,
        `grant usage, create on schema public to ${OWNER}, public; set role ${OWNER}; ${sceneSql(0, major)}; reset role; ${rows}`,
      );
      const [dir, elsewhere] = ['server', 'embedded'].map((scratch) => project(sceneSql(7, major), scratch));
      const session = await connectServer(url);
      try {
        const before = await probeAll(session);
        const other = await planEnvironment({ dir: elsewhere ?? '', name: 'scene', env: { SCENE_URL: url } });
        await other.close();
        const plan = await migrate(dir ?? '', url);
        expect(renderJson(other.plan), 'the same bytes from both scratches').toBe(renderJson(plan));
        expect(plan.access?.length).toBeGreaterThan(60);
        expect(contradictions(plan.access ?? [], before, await probeAll(session))).toEqual([]);
        const widened =
          plan.access?.filter(({ roles }) => roles.some((role) => role.widened.length > 0)) ?? [];
        const hazards = plan.steps
          .flatMap((step) => step.hazards)
          .filter(({ kind }) => kind === 'access_widened');
        for (const { object } of widened)
          expect(
            hazards.some(({ message }) => message.includes(objectName(object))),
            objectName(object),
          ).toBe(true);
      } finally {
        await session.close();
      }
    });
  }, 180_000);
});

async function migrate(dir: string, url: string): Promise<Plan> {
  const project = { dir, name: 'scene', env: { SCENE_URL: url } };
  const planned = await planEnvironment({ ...project, forApply: true });
  try {
    await applyPlanned(planned, project);
    return planned.plan;
  } finally {
    await planned.close();
  }
}
