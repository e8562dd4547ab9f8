import { describe, expect, it } from 'vitest';
import { reviewPlan } from '../../src/tui/show.js';
import { type Watched, watchApply } from '../../src/tui/watch.js';
import { cleanUp, plan, step } from '../render/plans.js';
import { KEYS, Terminal } from './terminal.js';

const harmless = plan([
  step({ action: 'create', object: { kind: 'view', schema: 'public', name: 'v' }, sql: ['create view v'] }),
]);

describe('the review before an apply', () => {
  it('asks for the name where rows are lost, and takes no other', async () => {
    const terminal = new Terminal();
    const agreed = reviewPlan({ plan: cleanUp(), color: false }, 'name', terminal.screen);
    const rows = await terminal.until('q quit');
    expect(rows[0]).toBe(' apply prod · 19 steps · 14 destructive');
    expect(rows.findLast((row) => row !== '')).toContain('y apply');
    terminal.press('y');
    await terminal.until('Type the environment');
    terminal.press('staging', KEYS.enter);
    await terminal.until('that is not prod; nothing is changed');
    for (const _ of 'staging') terminal.press('\u007f');
    await terminal.until(/to apply: ▏/);
    terminal.press('prod');
    expect((await terminal.until('prod▏')).slice(-5)).toEqual([
      '━'.repeat(80),
      ' 14 destructive steps of 19: rows or values are lost.',
      " Type the environment's name (prod) to apply: prod▏",
      ' enter applies · esc goes back',
      '',
    ]);
    terminal.press(KEYS.enter);
    expect(await agreed).toBe(true);
  });

  it.each([
    ['y', true],
    [KEYS.enter, true],
    [KEYS.interrupt, false],
  ])('takes %j after the question for a yes: %s', async (key, expected) => {
    const terminal = new Terminal();
    const agreed = reviewPlan({ plan: harmless, color: false }, 'yes', terminal.screen);
    await terminal.until('q quit');
    terminal.press('y');
    await terminal.until('Apply 1 step to prod?');
    terminal.press(key);
    expect(await agreed).toBe(expected);
  });

  it.each([
    ['q', ['q']],
    ['Escape', [KEYS.escape]],
    ['Ctrl-C', [KEYS.interrupt]],
    ['no, then q', ['y', 'n', 'q']],
    ['enter, which only opens rows, then q', [KEYS.enter, 'q']],
  ])('changes nothing on %s', async (_, keys) => {
    const terminal = new Terminal();
    const agreed = reviewPlan({ plan: harmless, color: false }, 'yes', terminal.screen);
    await terminal.until('q quit');
    terminal.press(...keys);
    expect(await agreed).toBe(false);
    await terminal.until(() => !terminal.alternate);
  });

  it('changes nothing when the terminal goes away, or the name is left half typed', async () => {
    const terminal = new Terminal();
    const agreed = reviewPlan({ plan: cleanUp(), color: false }, 'name', terminal.screen);
    await terminal.until('q quit');
    terminal.press('y');
    await terminal.until('Type the environment');
    terminal.press('pro', KEYS.escape);
    await terminal.until('y apply');
    terminal.hangUp();
    expect(await agreed).toBe(false);
  });
});

/** A promise, and what settles it. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((done, fail) => {
    resolve = done;
    reject = fail;
  });
  return { promise, resolve, reject };
}

/** An apply that goes on when the test says so. */
function slowApply(terminal: Terminal, given = cleanUp()) {
  const { promise, resolve, reject } = deferred<string>();
  const { promise: begun, resolve: begin } = deferred<Watched>();
  const outcome = watchApply(
    { plan: given, color: false },
    (watched) => {
      begin(watched);
      return promise;
    },
    terminal.screen,
  );
  return { outcome, begun, resolve, reject };
}

describe('an apply while it runs', () => {
  it('shows phases, steps with their times, the backup, lock waits and retries', async () => {
    const terminal = new Terminal();
    const { outcome, begun, resolve } = slowApply(terminal);
    const { onEvent } = await begun;
    const { steps } = cleanUp();
    const total = steps.length;
    onEvent({ type: 'phase', phase: 'preflight' });
    await terminal.until('● preflight');
    onEvent({ type: 'phase', phase: 'backup' });
    onEvent({ type: 'backed-up', name: 'public.users', rows: 120, bytes: 3200 });
    await terminal.until('backup: 1 table, 120 rows, 3.1 kB (last: public.users)');
    onEvent({ type: 'phase', phase: 'steps' });
    for (const [index, one] of steps.slice(0, 3).entries()) {
      onEvent({ type: 'step-started', index, total, step: one });
      if (index < 2) onEvent({ type: 'step-finished', index, total, step: one, elapsed: 12 });
    }
    const rows = await terminal.until(/● - drop table public\.practice_answers +\d s/);
    expect(rows[0]).toMatch(/^ apply prod · 19 steps · \d+ s$/);
    expect(rows[1]).toBe(' ✓ preflight ✓ locks ✓ compare ✓ backup ● steps · proof · verify · commit');
    expect(rows[2]).toMatch(/^ ████░+ 2\/19$/);
    expect(rows[3]).toMatch(/^ ✓ - drop table public\.attempt_questions +12 ms$/);
    expect(rows.join('\n')).toContain('· - drop table public.practice_sessions');
    const blockers = ['process 4711 (app, psql), idle in transaction for 12 s'];
    onEvent({ type: 'waiting', wait: { lock: 'ACCESS EXCLUSIVE on public.practice_answers', blockers } });
    const waiting = await terminal.until('waiting for ACCESS EXCLUSIVE');
    expect(waiting.join(' ').replace(/\s+/g, ' ')).toContain('process 4711 (app, psql)');
    onEvent({ type: 'retry', attempt: 1, reason: 'canceling statement due to lock timeout' });
    const again = await terminal.until('attempt 1: canceling statement');
    expect(again[2]).toContain(' 0/19');
    expect(again.join('\n')).not.toContain('waiting');
    onEvent({ type: 'phase', phase: 'http' });
    await terminal.until('committed; asking');
    resolve('done');
    expect(await outcome).toBe('done');
    await terminal.until(() => !terminal.alternate);
    expect(terminal.raw).toBe(false);
  });

  it('asks for the roll-back on Ctrl-C, and stays until it is done', async () => {
    const terminal = new Terminal();
    const { outcome, begun, reject } = slowApply(terminal);
    const { signal } = await begun;
    await terminal.until('Ctrl-C stops');
    terminal.press('q', KEYS.escape);
    terminal.press(KEYS.interrupt, KEYS.interrupt);
    await terminal.until('stopping: the running statement is cancelled');
    expect(signal.aborted).toBe(true);
    expect(terminal.alternate).toBe(true);
    reject(new Error('Interrupted. Everything was rolled back'));
    await expect(outcome).rejects.toThrow('rolled back');
    await terminal.until(() => !terminal.alternate);
  });

  it('goes on when the terminal goes away, and gives the error of an apply that fails', async () => {
    const terminal = new Terminal();
    const { outcome, begun, reject } = slowApply(terminal, harmless);
    const { signal } = await begun;
    await terminal.until('Ctrl-C stops');
    terminal.hangUp();
    reject(new Error('Step 1 failed'));
    await expect(outcome).rejects.toThrow('Step 1 failed');
    expect(signal.aborted).toBe(false);
  });

  it.each([
    [80, 24],
    [20, 4],
    [200, 60],
  ])('fits %d × %d', async (columns, rows) => {
    const terminal = new Terminal(columns, rows);
    const { outcome, begun, resolve } = slowApply(terminal);
    const { onEvent } = await begun;
    onEvent({ type: 'phase', phase: 'steps' });
    const screen = await terminal.until('✓ preflight');
    expect(screen.at(-1)).toBe('');
    expect(screen[0]).toMatch(/^ apply prod/);
    resolve('done');
    await outcome;
  });
});
