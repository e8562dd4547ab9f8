import { describe, expect, it } from 'vitest';
import { checkSpace, dyingWith } from '../../src/backup/place.js';
import type { Session } from '../../src/database/index.js';

const session = (label: string, engine: Session['engine'] = 'server'): Session =>
  ({ engine, label }) as unknown as Session;
const away = session('database app on db.example.org:6543 as postgres');
const byDefault = { kind: 'folder', dir: '/x', byDefault: true } as const;

describe('a backup that would die with its runner', () => {
  it('is told by the runner, where nobody said where backups go', () => {
    expect(dyingWith(byDefault, away, { CI: 'true', GITHUB_ACTIONS: 'true' })).toBe('GitHub Actions');
    expect(dyingWith(byDefault, away, { GITLAB_CI: 'true' })).toBe('GitLab CI');
    expect(dyingWith(byDefault, away, { CI: 'true' })).toBeNull();
    expect(dyingWith(byDefault, away, {})).toBeNull();
  });

  it('is nobody else', () => {
    const github = { GITHUB_ACTIONS: 'true' };
    expect(dyingWith({ ...byDefault, byDefault: false }, away, github)).toBeNull();
    expect(dyingWith({ kind: 'database' }, away, github)).toBeNull();
    for (const host of ['localhost', '127.0.0.1', '::1', 'postgres', '/var/run/postgresql'])
      expect(dyingWith(byDefault, session(`database app on ${host}:5433 as me`), github)).toBeNull();
    expect(dyingWith(byDefault, session('embedded database crm', 'embedded'), github)).toBeNull();
  });
});

describe('free disk', () => {
  it('must hold what may be written and some more', async () => {
    const free = async (): Promise<number> => 100e6;
    await expect(checkSpace('/x', 50e6, free)).resolves.toBeUndefined();
    await expect(checkSpace('/x', 95e6, free)).rejects.toThrow('may take 95 MB, and /x has 100 MB free');
    await expect(checkSpace('/x', 1e15, async () => null)).resolves.toBeUndefined();
    await expect(checkSpace('/does/not/exist', 1)).resolves.toBeUndefined();
  });
});
