import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runWith } from './fakes.js';
import { freshFolder } from './folder.js';

/** Whether a shell is there; says what is not tried where it is not. */
function has(shell: string): boolean {
  const there = spawnSync(shell, ['-c', 'exit 0']).status === 0;
  if (!there) process.stderr.write(`skipped: ${shell} is not installed\n`);
  return there;
}

const scriptOf = async (shell: string): Promise<string> => (await runWith(['completion', shell])).out;

describe.skipIf(!has('bash'))('completion in bash', () => {
  let script = '';
  let dir = '';
  beforeAll(async () => {
    script = await scriptOf('bash');
    dir = freshFolder();
    for (const folder of ['environments', 'other/environments'])
      mkdirSync(join(dir, folder), { recursive: true });
    for (const file of ['environments/prod.yaml', 'environments/staging.yaml', 'other/environments/dev.yaml'])
      writeFileSync(join(dir, file), '');
  });

  /** What is offered for the last of the words. */
  function offered(...words: readonly string[]): string[] {
    const line = ['reconcile', ...words].map((word) => `'${word}'`).join(' ');
    const input = `${script}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _reconcile; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', input], {
      cwd: dir,
      encoding: 'utf8',
    });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    return stdout
      .split('\n')
      .filter((one) => one !== '')
      .sort();
  }

  it.each([
    [['pl'], ['plan']],
    [
      ['plan', ''],
      ['prod', 'staging'],
    ],
    [['plan', 's'], ['staging']],
    [['plan', 'prod', ''], []],
    [['--dir', 'other', 'apply', ''], ['dev']],
    [['apply', '--yes', 'p'], ['prod']],
    [
      ['plan', '--format', ''],
      ['json', 'markdown', 'sql', 'text'],
    ],
    [
      ['history', '--format', ''],
      ['json', 'text'],
    ],
    [['plan', 'prod', '--out', 'p.json', '--no-t'], ['--no-tui']],
    [['apply', 'prod', '--al'], ['--allow-destructive']],
    [
      ['completion', ''],
      ['bash', 'fish', 'zsh'],
    ],
    [['init', ''], []],
    [['--de'], ['--debug']],
  ])('%j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  it('offers every command', async () => {
    const { out } = await runWith(['--help']);
    const commands = [...out.matchAll(/^ {2}([a-z]+) .*$/gm)].flatMap(([, name]) => name ?? []);
    expect(commands.length).toBeGreaterThan(5);
    const all = offered('');
    for (const name of commands) if (name !== 'help') expect(all).toContain(name);
  });
});

describe.each(['zsh', 'fish'])('completion in %s', (shell) => {
  it('names the commands and the environments', async () => {
    const script = await scriptOf(shell);
    for (const word of ['plan', 'apply', 'allow-destructive', 'markdown', 'environments'])
      expect(script).toContain(word);
    expect(script).not.toContain('undefined');
  });

  it.skipIf(!has(shell))('is a script that the shell reads', async () => {
    const file = join(freshFolder(), 'script');
    writeFileSync(file, await scriptOf(shell));
    expect(spawnSync(shell, ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});

it('knows no other shell', async () => {
  const { code, err } = await runWith(['completion', 'tcsh']);
  expect(code).toBe(1);
  expect(err).toContain('bash, zsh, fish');
});
