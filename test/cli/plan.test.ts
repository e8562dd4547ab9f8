import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { userError } from '../../src/model/errors.js';
import { renderJson } from '../../src/render/json.js';
import { cleanUp, plan, refused } from '../render/plans.js';
import { runWith } from './fakes.js';
import { freshFolder } from './folder.js';

describe('plan', () => {
  it('names its target first on stderr, then notes, and gives the plan on stdout', async () => {
    const { code, out, err, closed } = await runWith(['plan', 'prod'], {
      plan: cleanUp(),
      notes: ['no membership'],
    });
    expect(code).toBe(0);
    expect(err).toBe('embedded database made, because prod says so\nnote: no membership\n');
    expect(out).toContain('19 to drop (14 tables, 5 functions; 1 trigger taken along)');
    expect(closed).toBe(1);
  });

  it.each([
    ['changes', cleanUp(), [], 0],
    ['changes, detailed', cleanUp(), ['--detailed-exitcode'], 2],
    ['no changes, detailed', plan([]), ['--detailed-exitcode'], 0],
    ['refusals', refused(), [], 1],
    ['refusals, detailed', refused(), ['--detailed-exitcode'], 1],
  ])('exit code for %s', async (_, given, flags, code) => {
    expect((await runWith(['plan', 'prod', ...flags], { plan: given })).code).toBe(code);
  });

  it('still prints the whole plan that is refused', async () => {
    const { out } = await runWith(['plan', 'prod'], { plan: refused() });
    expect(out.startsWith('Refused')).toBe(true);
    expect(out).toContain('drop table public.users;');
  });

  it.each([
    ['json', '{\n  "version": 1'],
    ['sql', '-- Plan for prod'],
    ['markdown', '<!-- reconcile:plan prod -->'],
    ['text', 'Plan for prod'],
  ])('--format %s', async (format, start) => {
    const { out } = await runWith(['plan', 'prod', '--format', format], { plan: cleanUp() });
    expect(out.startsWith(start)).toBe(true);
  });

  it('writes the plan file relative to where one stands, whatever --dir and --format say', async () => {
    const cwd = freshFolder();
    const argv = ['--dir', '/elsewhere', 'plan', 'prod', '--out', 'p.json', '--format', 'sql'];
    const { code } = await runWith(argv, { plan: cleanUp(), cwd });
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, 'p.json'), 'utf8')).toBe(renderJson(cleanUp()));
  });

  it('says what is wrong without a stack, unless --debug', async () => {
    const fails = async () => {
      throw userError('x', 'the variable A is not set', {
        at: { file: 'environments/prod.yaml', line: 2, column: 5 },
        hint: 'set it',
      });
    };
    const given = { flow: { planEnvironment: fails } };
    const { code, err, out } = await runWith(['plan', 'prod'], given);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toBe('environments/prod.yaml:2:5: error: the variable A is not set\nhint: set it\n');
    expect((await runWith(['plan', 'prod', '--debug'], given)).err).toContain('    at ');
  });

  it('calls a bug a bug', async () => {
    const { code, err } = await runWith(['plan', 'prod']);
    expect(code).toBe(1);
    expect(err).toContain('no plan was given');
    expect(err).toContain('this is a bug in reconcile; please report it');
    expect(err).not.toContain('    at ');
  });

  it.each([
    [['plan']],
    [['plan', 'prod', '--format', 'xml']],
    [['plam', 'prod']],
    [['plan', 'prod', '--nope']],
  ])('exits 1 for %j', async (argv) => {
    const { code, out, err } = await runWith(argv, { plan: cleanUp() });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(/^error: /);
  });

  it('knows its version and its commands', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runWith(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
    expect((await runWith(['--help'])).out).toContain('apply [options] <env>');
  });
});
