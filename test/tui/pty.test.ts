import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../cli/built.js';
import { Pty } from './pty.js';
import { KEYS } from './terminal.js';

const main = fileURLToPath(new URL('./pty-main.mjs', import.meta.url));

describe('in a terminal of the operating system', () => {
  let folder = '';
  const opened: Pty[] = [];
  beforeAll(() => {
    folder = build();
  });
  afterEach(() => {
    for (const terminal of opened.splice(0)) terminal.kill();
  });

  /**
   * A shell runs it, and then says how it ended and whether the terminal reads lines and echoes as before. It stays until
   * the test is over: what a process writes just before its end may get lost on the way out of the terminal.
   */
  function show(mode = '', env: Record<string, string> = {}): Pty {
    const shell = `"${process.execPath}" "${main}" "${join(folder, 'dist')}" ${mode}; echo "code $?"; stty -a; echo end; read -r line`;
    const terminal = new Pty(['/bin/sh', '-c', shell], folder, env);
    opened.push(terminal);
    return terminal;
  }

  function expectClean(terminal: Pty): void {
    expect(terminal.alternate).toBe(false);
    expect(terminal.text()).toMatch(/ icanon\b/);
    expect(terminal.text()).toMatch(/ echo\b/);
    expect(terminal.written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(
      terminal.written.lastIndexOf('\u001b[?25l'),
    );
  }

  it.each([
    ['q', 'q'],
    ['Escape', KEYS.escape],
    ['Ctrl-C', KEYS.interrupt],
  ])('draws, follows keys and sizes, and is gone after %s', async (_, key) => {
    const terminal = show();
    await terminal.until('q quit');
    terminal.press(KEYS.down, KEYS.down, 'j');
    await terminal.until('›    ~ view b');
    terminal.resize(120, 30);
    await terminal.until(/› {4}~ view b .*│/);
    await terminal.until('- select 1 from t');
    expect(terminal.alternate).toBe(true);
    terminal.press(key);
    await terminal.until(/code 0[\s\S]*end/);
    expect(terminal.rows().slice(0, 3)).toEqual(['before', 'after', 'code 0']);
    expectClean(terminal);
  });

  it('leaves a clean terminal behind when something fails elsewhere, and the error is read', async () => {
    const terminal = show('fail');
    await terminal.until('q quit');
    terminal.press('n');
    await terminal.until(/code 1[\s\S]*end/);
    expect(terminal.rows().slice(0, 3)).toEqual(['before', 'failed: elsewhere', 'code 1']);
    expectClean(terminal);
  });

  it('leaves a clean terminal behind on SIGTERM', async () => {
    const pid = join(folder, 'pid');
    const terminal = show('', { PID_FILE: pid });
    await terminal.until('q quit');
    process.kill(Number(readFileSync(pid, 'utf8')), 'SIGTERM');
    await terminal.until(/code 0[\s\S]*end/);
    expect(terminal.text()).toContain('after');
    expectClean(terminal);
  });

  it('has colours, and none with NO_COLOR', async () => {
    const terminal = show();
    await terminal.until('q quit');
    expect(terminal.written).toContain('\u001b[33m');
    const plain = show('', { NO_COLOR: '1' });
    await plain.until('q quit');
    plain.press('n');
    await plain.until('What changes');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
    expect(plain.written).not.toMatch(/\u001b\[(3[0-8]|4[0-8]|9\d)[;m]/);
  });
});
