import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/backup/id.js';
import { purgeOld } from '../../src/backups.js';
import { gitCommit } from '../../src/cli/git.js';
import { listHistory } from '../../src/history/index.js';
import { applyPlanned, type Project, planEnvironment } from '../../src/reconcile.js';
import { statusOf } from '../../src/status.js';
import { failure } from '../apply/scenario.js';
import { majors } from '../support/binaries.js';
import { openPlace, type Place, writeProject } from '../support/case-place.js';
import { runOn } from '../support/databases.js';
import { startServer } from '../support/server.js';

const MAJOR = majors().includes(15) ? 15 : (majors()[0] ?? 17);
const BEFORE = 'create table public.old (id int primary key); insert into public.old values (1), (2);';
const DAY = 86_400_000;

describe('what is kept of an apply', { timeout: 240_000 }, () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function open(more: Record<string, unknown>): Promise<{ place: Place; project: Project }> {
    const place = await openPlace(MAJOR, BEFORE);
    closing.push(() => place.close());
    const environment = {
      environment: 'case',
      database: { url: '${CASE_DATABASE_URL}' },
      schemas: ['public'],
      state: ['case'],
      scratch: 'embedded',
      drop: { tables: ['old'] },
      guard: { destructive: 'allow' },
      ...more,
    };
    writeProject(place, environment, { format: 'sql', text: 'create table public.t (id int);' });
    return { place, project: { dir: place.dir, name: 'case', env: place.env, forApply: true } };
  }

  async function applied(project: Project, commit: string | null = null): Promise<string> {
    const planned = await planEnvironment(project);
    try {
      return (await applyPlanned(planned, project, { gitCommit: commit })).id;
    } finally {
      await planned.close();
    }
  }

  /** A backup a day for 120 days before this one, which is real. */
  const pastOf = (id: string): string[] => {
    const at = Date.parse(id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d).*/, '$1-$2-$3T$4:$5:$6Z'));
    return Array.from({ length: 120 }, (_, day) => newId(new Date(at - (day + 1) * DAY)));
  };

  it.each(['folder', 'database'])('7 days, 4 weeks and 3 months of backups, in a %s', async (sink) => {
    const { place, project } = await open(sink === 'database' ? { backups: 'database' } : {});
    const id = await applied(project);
    const past = pastOf(id);
    const dir = join(place.dir, '.reconcile', 'backups', 'case');
    if (sink === 'folder') for (const one of past) cpSync(join(dir, id), join(dir, one), { recursive: true });
    else
      await place.use((session) =>
        session.query(
          'insert into reconcile_backup.files (backup, environment, path, part, data) select p, environment, path, part, data from reconcile_backup.files, unnest($1::text[]) p where backup = $2',
          [past, id],
        ),
      );
    const left = async (): Promise<string[]> =>
      sink === 'folder'
        ? readdirSync(dir).sort()
        : (
            await place.use((session) =>
              session.query<{ id: string }>(
                'select distinct backup as id from reconcile_backup.files order by 1',
              ),
            )
          ).map((row) => row.id);
    expect(await left()).toHaveLength(121);
    expect((await purgeOld(project, async () => false)).done).toBe(false);
    expect(await left()).toHaveLength(121);
    await purgeOld(project, async () => true);
    const kept = await left();
    // The newest seven days, and of older weeks and months one each: the newest week and month are among the days.
    const newest = [...past, id].sort().reverse();
    expect(kept.slice(-7)).toEqual(newest.slice(0, 7).reverse());
    expect(kept.length).toBeGreaterThanOrEqual(7 + 2 + 1);
    expect(kept.length).toBeLessThanOrEqual(7 + 3 + 2);
    expect(kept.every((one) => newest.includes(one))).toBe(true);
    expect((await purgeOld(project, async () => true)).plan.backups).toEqual([]);
  });

  it('no backup that would die with its runner: refused before anything, unless a place is named', async () => {
    const away = 'database app on db.example.org:5432 as me';
    const onRunner = async (
      more: Record<string, unknown>,
    ): Promise<{ place: Place; end: Promise<unknown> }> => {
      const { place, project } = await open(more);
      const planned = await planEnvironment(project);
      closing.push(() => planned.close());
      const session = { ...planned.session, label: away };
      const env = { ...project.env, CI: 'true', GITHUB_ACTIONS: 'true' };
      return { place, end: applyPlanned({ ...planned, session }, { ...project, env }) };
    };
    const { place, end } = await onRunner({});
    const error = await failure(end);
    expect(error.problems).toMatchObject([
      { code: 'backup-lost', message: expect.stringContaining('deleted with this GitHub Actions runner') },
    ]);
    const there = await place.use((session) =>
      session.query(
        "select to_regclass('public.old')::text as old, to_regnamespace('reconcile')::text as ours",
      ),
    );
    expect(there).toEqual([{ old: 'old', ours: null }]);
    for (const more of [
      { backups: 'database' },
      { backups: 'kept' },
      { guard: { destructive: 'allow', backup: 'none' } },
    ])
      await (await onRunner(more)).end;
  });

  it('the commit that the project was at, who it was and when', async () => {
    const { place, project } = await open({});
    expect(await gitCommit(place.dir)).toBeNull();
    const git = (...words: string[]): string =>
      execFileSync('git', ['-c', 'user.name=me', '-c', 'user.email=me@example.org', ...words], {
        cwd: place.dir,
        encoding: 'utf8',
      }).trim();
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'state');
    const head = git('rev-parse', 'HEAD');
    expect(await gitCommit(place.dir)).toBe(head);
    const id = await applied(project, await gitCommit(place.dir));
    const [entry] = await place.use((session) => listHistory(session));
    expect(entry).toMatchObject({
      id,
      environment: 'case',
      who: 'postgres',
      gitCommit: head,
      backup: id,
      kind: 'apply',
      fingerprintBefore: expect.stringMatching(/./),
      fingerprintAfter: expect.stringMatching(/./),
    });
    expect(Math.abs(Date.parse(entry?.appliedAt ?? '') - Date.now())).toBeLessThan(600_000);
  });

  it('what somebody else changed since, with the time where the server keeps it', async () => {
    const server = await startServer(MAJOR, { settings: { track_commit_timestamp: 'on' } });
    closing.push(() => server.stop());
    const { project: first } = await open({ drop: {} });
    const url = server.url();
    const project = { ...first, env: { CASE_DATABASE_URL: url } };
    await runOn(
      url,
      'create table public.u (id int, a int default 1, b int); create view public.v as select 1 as one; create function public.f() returns int language sql as $$ select 1 $$',
    );
    await applied(project);
    const clock = async (): Promise<string> =>
      String(
        (await runOn(url, `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at`))[0]
          ?.at,
      );
    // Times are told in seconds: what follows is in a later one.
    const before = await clock();
    while ((await clock()) === before) await new Promise((resolve) => setTimeout(resolve, 50));
    const since = await clock();
    await runOn(
      url,
      `alter table public.u alter a set default 2; comment on column public.u.b is 'theirs';
       create or replace view public.v as select 2 as one; create or replace function public.f() returns int language sql as $$ select 2 $$;
       alter table public.u enable row level security; create index theirs on public.u (a)`,
    );
    const { changed } = await statusOf(project);
    expect(changed.map(({ key }) => key).sort()).toEqual([
      'column public.u.a',
      'column public.u.b',
      'function public.f()',
      'index public.u.theirs',
      'table public.u',
      'view public.v',
    ]);
    for (const { key, at } of changed) expect(at ?? '', key).toMatch(/Z$/);
    expect(changed.filter(({ at }) => at === null || at < since)).toEqual([]);
  });
});
