import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutCommands } from '../../src/cli/io.js';
import { userError } from '../../src/model/errors.js';
import { cleanUp, plan, refused } from '../render/plans.js';
import { runWith } from './fakes.js';
import { freshFolder } from './folder.js';

const GITHUB = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: '/srv' };
const lines = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('::'));

describe('annotations', () => {
  it('stand on stderr at the lines of the repository, in a workflow only', async () => {
    const argv = ['--dir', '/srv/db', 'plan', 'prod'];
    const { out, err } = await runWith(argv, { plan: cleanUp(), env: GITHUB });
    expect(lines(err)[0]).toBe(
      '::warning file=db/environments/prod.yaml,line=11,title=data_loss::drop table public.attempt_questions: all rows of public.attempt_questions are deleted',
    );
    expect(lines(err)).toHaveLength(10);
    expect(lines(out)).toEqual([]);
    expect(lines((await runWith(argv, { plan: cleanUp() })).err)).toEqual([]);
    expect(
      lines((await runWith(['--annotations', 'none', ...argv], { plan: cleanUp(), env: GITHUB })).err),
    ).toEqual([]);
    expect(
      lines((await runWith(['--annotations', 'github', ...argv], { plan: cleanUp() })).err),
    ).toHaveLength(10);
  });

  it('say refusals and errors first', async () => {
    const { err } = await runWith(['plan', 'prod'], { plan: refused(), env: GITHUB });
    expect(lines(err)[0]).toBe(
      '::error title=dependents::function public.handle_new_user() is called by trigger auth.users.on_auth_user_created%0Ahint: add the trigger to the drop set, or take the function out of it',
    );
    const planEnvironment = async () => {
      throw userError('x', '100% wrong\n::error::y', {
        at: { file: 'state/a,b:c.yaml', line: 3, column: 5 },
      });
    };
    const failed = await runWith(['--dir', '/srv', 'plan', 'prod'], {
      env: GITHUB,
      flow: { planEnvironment },
    });
    expect(lines(failed.err)).toContain(
      '::error file=state/a%2Cb%3Ac.yaml,line=3,col=5,title=x::100%25 wrong%0A::error::y',
    );
  });

  it('are all that a text can make GitHub do', () => {
    const text =
      "error: a\n::set-env name=X::y\n  ::stop-commands::x\n##[command]x\n::error file=a::b\n  '1'::text\n";
    expect(withoutCommands(text)).toBe(
      "error: a\n\\::set-env name=X::y\n  \\::stop-commands::x\n\\##[command]x\n::error file=a::b\n  '1'::text\n",
    );
  });

  it('are made by validate as well', async () => {
    const dir = freshFolder();
    mkdirSync(join(dir, 'environments'));
    mkdirSync(join(dir, 'state'));
    writeFileSync(join(dir, 'environments', 'dev.yaml'), 'environment: dev\nnonsense: 1\n');
    const { err } = await runWith(['--dir', dir, 'validate'], {
      env: { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: dir },
      real: true,
    });
    expect(
      lines(err).some((line) => line.startsWith('::error file=environments/dev.yaml,line=2,col=1')),
    ).toBe(true);
  });

  it('of nothing are none', async () => {
    expect(lines((await runWith(['plan', 'prod'], { plan: plan([]), env: GITHUB })).err)).toEqual([]);
  });
});
