import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyPlanned, type Planned, type Project, planEnvironment } from '../../src/reconcile.js';
import { freshFolder } from '../cli/folder.js';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';
import { SITUATIONS, type Situation } from './situations.js';

let made = 0;

/** Each situation has roles of its own: memberships are the server's. */
function roles(): (text: string) => string {
  made += 1;
  const mark = `${process.pid}_${made}`;
  return (text) =>
    text.replaceAll(/\b(low|owns|other|fresh)_\b/g, (_, name: string) => `preflight_${name}_${mark}`);
}

function project({ state, environment = '' }: Situation, as: (text: string) => string): string {
  const dir = freshFolder();
  mkdirSync(join(dir, 'environments'), { recursive: true });
  mkdirSync(join(dir, 'state', 's'), { recursive: true });
  writeFileSync(join(dir, 'state', 's', 's.yaml'), as(state));
  writeFileSync(
    join(dir, 'environments', 't.yaml'),
    as(
      `environment: t\ndatabase: { url: "\${PREFLIGHT_URL}" }\nstate: [s]\nguard: { destructive: allow, backup: none }\nscratch: auto\n${environment}`,
    ),
  );
  return dir;
}

async function planned<Result>(
  dir: string,
  url: string,
  task: (planned: Planned, project: Project) => Promise<Result>,
): Promise<Result> {
  const project: Project = { dir, name: 't', env: { PREFLIGHT_URL: url } };
  const one = await planEnvironment({ ...project, forApply: true });
  try {
    return await task(one, project);
  } finally {
    await one.close();
  }
}

/** The GRANTs that notes name. */
const mends = (notes: readonly string[]): string[] =>
  notes.flatMap((note) => /Have it granted: (.*)$/s.exec(note)?.[1]?.split('; ') ?? []);

describe.each(majors().filter((major) => [14, 15, 18].includes(major)))('preflight on %i', (major) => {
  const here = SITUATIONS.filter(({ since = 0 }) => major >= since);
  it.each(here.map((one) => [one.title, one] as const))(
    '%s',
    async (_, situation) => {
      const server = await sharedServer(major);
      const as = roles();
      const all = as('low_, owns_, other_');
      await runOn(
        server.url(),
        `create role ${all.replaceAll(', ', '; create role ')}; alter role ${as('low_')} login createdb`,
      );
      try {
        await withDatabase(server, async (url, name) => {
          await runOn(
            url,
            as(
              `revoke create on schema public from public; grant create on database ${name} to low_; create schema app authorization owns_; ${situation.setup}`,
            ),
          );
          const dir = project(situation, as);
          const low = server.url(name, as('low_'));
          const notes = await planned(dir, low, async (one, project) => {
            if (one.notes.length > 0)
              await expect(applyPlanned(one, project)).rejects.toMatchObject({
                problems: one.notes.map(() => ({ code: 'privileges' })),
              });
            return one.notes;
          });
          const grants = mends(notes);
          const wanted = situation.grants.map((grant) =>
            as(major >= 16 ? grant : grant.replace(/ WITH .*/, '')),
          );
          expect(grants.sort()).toEqual(wanted.sort());
          for (const text of situation.says ?? []) expect(notes.join('\n')).toContain(as(text));
          if (grants.length > 0) await runOn(url, grants.join(';'));
          await planned(dir, low, async (one, project) => {
            expect(one.notes).toEqual([]);
            await applyPlanned(one, project);
          });
          await planned(dir, low, async ({ plan }) => expect(plan.steps).toEqual([]));
        });
      } finally {
        await runOn(server.url(), `drop role ${all}; drop role if exists ${as('fresh_')}`);
      }
    },
    60_000,
  );
});
