import { describe, expect, it } from 'vitest';
import { openEmbedded, type Session } from '../../src/database/index.js';
import { copyProject, reconcile } from './cli.js';
import { DROPPED, expectCleanUp, expectPrinted, restoreOnly, rowsOf } from './crm.js';

/** What the README's first commands do, with no variable set. */
describe('the clean-up on the embedded database', () => {
  const dir = copyProject();

  async function inDatabase<Result>(task: (session: Session) => Promise<Result>): Promise<Result> {
    const session = await openEmbedded(dir, 'crm');
    try {
      return await task(session);
    } finally {
      await session.close();
    }
  }

  it('is planned, applied, planned again, and taken back', { timeout: 240_000 }, async () => {
    const planned = await reconcile(dir, ['plan', 'prod']);
    expectPrinted(planned);
    expect(planned.err.split('\n')[0]).toBe('embedded database crm, because PROD_DATABASE_URL is not set');
    expectCleanUp((await reconcile(dir, ['plan', 'prod', '--format', 'json'])).out);

    const before = await inDatabase(rowsOf);
    expect(Object.keys(before).filter((name) => (before[name]?.length ?? 0) === 0)).toEqual([]);
    const refused = await reconcile(dir, ['apply', 'prod', '--yes']);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('--allow-destructive');
    const applied = await reconcile(dir, ['apply', 'prod', '--yes', '--allow-destructive']);
    expect(applied.code, applied.err).toBe(0);
    expect(applied.out).toMatch(/Backup: \d+ rows of 14 tables in \.reconcile\/backups\/prod\//);
    expect(await inDatabase(rowsOf)).toEqual(Object.fromEntries(DROPPED.map((name) => [name, null])));

    const again = await reconcile(dir, ['plan', 'prod', '--detailed-exitcode']);
    expect(again.code, again.out).toBe(0);
    expect(again.out).toContain('No changes');

    await inDatabase((session) => restoreOnly(dir, session));
    expect(await inDatabase(rowsOf)).toEqual(before);
  });

  it('is forbidden to fall back where --no-embedded says so', async () => {
    const { code, out, err } = await reconcile(dir, ['plan', 'prod', '--no-embedded']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/environments\/prod\.yaml:3:\d+/);
    expect(err).toContain('PROD_DATABASE_URL');
  });
});
