import { execFileSync, spawnSync } from 'node:child_process';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { Pty } from '../tui/pty.js';
import { KEYS } from '../tui/terminal.js';
import { copyProject, reconcile } from './cli.js';

/** Planning takes its time on a slow machine: what is waited for is waited for that long. */
const LONG = 600_000;

describe('the shipped system in a terminal', () => {
  const opened: Pty[] = [];
  afterEach(() => {
    for (const terminal of opened.splice(0)) terminal.kill();
  });

  function run(dir: string, ...args: readonly string[]): Pty {
    const terminal = new Pty([process.execPath, inject('bin'), ...args], dir);
    opened.push(terminal);
    return terminal;
  }

  it('is looked at, left alone, and then applied by the name of the environment', {
    timeout: LONG,
  }, async () => {
    const dir = copyProject();
    const plan = run(dir, 'plan', 'prod');
    await plan.until('q quit', LONG);
    plan.press('/', 'is_admin', KEYS.enter);
    await plan.until('only "is_admin"');
    plan.press('n', KEYS.tab, 'z');
    await plan.until(/What goes\n- create function public\.is_admin\(\)/);
    plan.press('q');
    expect(await plan.ended()).toBe(0);
    await plan.until('Plan for prod: 19 steps');

    const left = run(dir, 'apply', 'prod');
    await left.until('y apply', LONG);
    left.press('y');
    await left.until('Type the environment');
    left.press('pro', KEYS.interrupt);
    expect(await left.ended()).toBe(1);
    await left.until('not confirmed; nothing was changed');
    expect((await reconcile(dir, ['history', 'prod', '--format', 'json'])).out.trim()).toBe('[]');

    const applied = run(dir, 'apply', 'prod');
    await applied.until('y apply', LONG);
    applied.press('y');
    await applied.until('Type the environment');
    applied.press('prod', KEYS.enter);
    expect(await applied.ended()).toBe(0);
    await applied.until('Applied 19 steps to prod');
    await applied.until('Backup: ');
    expect(applied.alternate).toBe(false);
    expect((await reconcile(dir, ['plan', 'prod'])).out).toContain('No changes');
  });

  it('is looked at in tmux', { timeout: LONG }, async (context) => {
    // The pseudo-terminals above show the same screens without it.
    if (spawnSync('tmux', ['-V']).status !== 0)
      context.skip('tmux is not installed, and no npm package brings it');
    const dir = copyProject();
    const socket = `reconcile-${process.pid}`;
    const tmux = (...args: string[]): string =>
      execFileSync('tmux', ['-L', socket, ...args], { encoding: 'utf8' });
    const screen = (): string => tmux('capture-pane', '-p', '-t', 't');
    const shows = (what: string) => expect.poll(screen, { timeout: LONG, interval: 100 }).toContain(what);
    const command = `"${process.execPath}" "${inject('bin')}" plan prod; echo "code $?"; exec cat`;
    tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', '-s', 't', '-c', dir, command);
    try {
      await shows('q quit');
      tmux('send-keys', '-t', 't', 'Down', 'Down', 'Down');
      await shows('[1/19]');
      tmux('resize-window', '-t', 't', '-x', '140', '-y', '40');
      await shows('│');
      tmux('send-keys', '-t', 't', 'C-c');
      await shows('code 0');
      expect(screen()).not.toContain('q quit');
    } finally {
      tmux('kill-server');
    }
  });
});
