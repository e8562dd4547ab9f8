import { afterEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.js';
import { showPlan } from '../../src/tui/show.js';
import { cleanUp, hostile, plan, refused, step } from '../render/plans.js';
import { KEYS, Terminal } from './terminal.js';

const opened: { terminal: Terminal; shown: Promise<void> }[] = [];
afterEach(async () => {
  for (const { terminal, shown } of opened.splice(0)) {
    terminal.hangUp();
    await shown;
  }
});

function open(given: Plan, columns = 80, rows = 24, define?: Parameters<typeof showPlan>[0]['define']) {
  const terminal = new Terminal(columns, rows);
  terminal.write('$ reconcile plan prod\r\n');
  const shown = showPlan({ plan: given, color: false, ...(define && { define }) }, terminal.screen);
  opened.push({ terminal, shown });
  return { terminal, shown };
}

describe('the plan on a terminal', () => {
  it('opens with what decides, and leaves the screen as it was', async () => {
    const { terminal, shown } = open(cleanUp());
    const rows = await terminal.until('q quit');
    expect(rows.slice(0, 6)).toEqual([
      ' plan prod · 19 steps · 14 destructive',
      '›  Plan for prod: 19 steps',
      ' ▸ Hazards (19)',
      ' ▾ schema public (19 steps: -19)',
      '     - table attempt_questions  destructive !1',
      '     - table attempt_sections  destructive !1',
    ]);
    expect(rows[11]).toBe('Plan for prod: 19 steps');
    expect(rows[12]).toBe('  - 19 to drop (14 tables, 5 functions; 1 trigger taken along)');
    expect(terminal.raw).toBe(true);
    terminal.press('q');
    await shown;
    await terminal.until((now) => now[0] === '$ reconcile plan prod');
    expect(terminal.rows().slice(1).join('')).toBe('');
    expect(terminal.alternate).toBe(false);
    expect(terminal.raw).toBe(false);
    expect(terminal.written).toContain('\u001b[?25h');
  });

  it('moves with arrows, letters and pages, and always shows the selected row', async () => {
    const { terminal } = open(cleanUp());
    await terminal.until('q quit');
    terminal.press(KEYS.down, 'j', 'j');
    await terminal.until('›    - table attempt_questions');
    terminal.press('k', KEYS.up);
    await terminal.until('›▸ Hazards');
    terminal.press('G');
    await terminal.until(/› {4}- function update_test_templates_updated_at\(\)/);
    terminal.press(KEYS.pageUp);
    await terminal.until(/› {4}- table test_sections/);
    terminal.press(KEYS.pageDown);
    await terminal.until(/› {4}- function update_test_templates/);
    terminal.press(KEYS.home);
    await terminal.until('›  Plan for prod');
    terminal.press('jjjjj');
    await terminal.until('›    - table practice_answers');
  });

  it('shows a step with all that is known of it', async () => {
    const { terminal } = open(cleanUp());
    await terminal.until('q quit');
    terminal.press('/', 'templates', KEYS.enter);
    const rows = await terminal.until('test_templates_updated_at');
    expect(rows.join('\n')).toContain('only "templates": 2 of 19');
    expect(rows.slice(rows.findIndex((row) => row.startsWith('──')) + 1, 20)).toEqual([
      '- drop table public.test_templates [12/19] (destructive)',
      '  takes trigger test_templates_updated_at',
      '  as    supabase_admin',
      '  locks ACCESS EXCLUSIVE on public.test_templates',
      '  why   environments/prod.yaml:22',
      '  !     data_loss: all rows of public.test_templates are deleted',
      '',
      'SQL',
      '  drop table public.test_templates;',
    ]);
  });

  it('folds schemas and objects, all at once too', async () => {
    const parts = ['a', 'b'].map((name) =>
      step({
        action: 'create',
        object: { kind: 'policy', schema: 'app', table: 'notes', name },
        sql: [name],
      }),
    );
    const view = step({ action: 'replace', object: { kind: 'view', schema: 'public', name: 'v' } });
    const role = step({ action: 'create', object: { kind: 'role', schema: null, name: 'reader' } });
    const { terminal } = open(plan([role, ...parts, view]));
    const rows = await terminal.until('q quit');
    expect(rows.slice(1, 8)).toEqual([
      '›  Plan for prod: 4 steps',
      ' ▾ schema app (2 steps: +2)',
      '   ▸ +2 notes',
      ' ▾ schema public (1 step: ±1)',
      '     ± view v',
      ' ▾ database (1 step: +1)',
      '     + role reader',
    ]);
    terminal.press('j', 'j', KEYS.right);
    await terminal.until(/› {2}▾ \+2 notes\n {7}\+ policy a\n {7}\+ policy b/);
    terminal.press('j', KEYS.left);
    await terminal.until(/› {2}▾ \+2 notes/);
    terminal.press(KEYS.left);
    await terminal.until(/› {2}▸ \+2 notes/);
    terminal.press('e');
    await terminal.until('+ policy b');
    terminal.press('c');
    const folded = await terminal.until(
      (now) => now[1]?.startsWith('   Plan') === true && !now.join().includes('▾'),
    );
    expect(folded.slice(1, 5)).toEqual([
      '   Plan for prod: 4 steps',
      '›▸ schema app (2 steps: +2)',
      ' ▸ schema public (1 step: ±1)',
      ' ▸ database (1 step: +1)',
    ]);
  });

  it('filters by text as it is typed, by action and by hazard, and drops a filter', async () => {
    const quiet = step({ action: 'create', object: { kind: 'table', schema: 'public', name: 'notes' } });
    const { terminal } = open(plan([...cleanUp().steps, quiet]));
    await terminal.until('q quit');
    terminal.press('/', 'use');
    await terminal.until('/use▏');
    await terminal.until('only "use": 3 of 20');
    terminal.press('zzz');
    await terminal.until('only "usezzz": 0 of 20');
    terminal.press(KEYS.escape);
    await terminal.until((rows) => !rows[0]?.includes('only'));
    terminal.press('a');
    await terminal.until('only - drop: 19 of 20');
    terminal.press('a');
    await terminal.until('only + create: 1 of 20');
    await terminal.until('›    + table notes');
    terminal.press('a');
    await terminal.until((rows) => !rows[0]?.includes('only'));
    terminal.press('!');
    await terminal.until('only hazards: 19 of 20');
    terminal.press(KEYS.escape);
    await terminal.until((rows) => !rows[0]?.includes('only'));
  });

  it('leads from a hazard to its change, and from change to change', async () => {
    const { terminal } = open(cleanUp());
    await terminal.until('q quit');
    terminal.press('j', KEYS.enter, KEYS.end);
    await terminal.until('› ');
    terminal.press(KEYS.home, 'j', 'j', 'j', KEYS.enter);
    await terminal.until('›    - table attempt_sections');
    terminal.press('n');
    await terminal.until('›    - table practice_answers');
    terminal.press('N', 'N');
    await terminal.until('›    - table attempt_questions');
  });

  it('scrolls the detail, alone or beside the list', async () => {
    const sql = Array.from({ length: 200 }, (_, index) => `select ${index}`).join('\n');
    const long = step({
      action: 'create',
      object: { kind: 'function', schema: 'public', name: 'f' },
      sql: [sql],
    });
    const { terminal } = open(plan([long]));
    await terminal.until('q quit');
    terminal.press('G', 'J');
    await terminal.until('lines 2-12 of 204');
    terminal.press(KEYS.tab, KEYS.pageDown);
    await terminal.until('lines 12-22 of 204');
    terminal.press('G');
    await terminal.until(/^ {2}select 199;$/m);
    terminal.press('z');
    await terminal.until('of 204');
    await terminal.until(
      (rows) => !rows.join('\n').includes('schema public') && rows.includes('  select 199;'),
    );
    terminal.press('z');
    await terminal.until('schema public');
    terminal.press(KEYS.tab, KEYS.escape);
    await terminal.until('enter open');
  });

  it('shows how a definition differs, and what is dropped', async () => {
    const view = { kind: 'view', schema: 'public', name: 'v' };
    const gone = { kind: 'view', schema: 'public', name: 'w' };
    const { terminal } = open(
      plan([
        step({ action: 'replace', object: view, sql: ['create or replace view v as select 2'] }),
        step({ action: 'drop', object: gone, sql: ['drop view w'] }),
      ]),
      80,
      24,
      ({ name }) =>
        name === 'v'
          ? { before: 'create view v as\n select 1', after: 'create view v as\n select 2' }
          : { before: 'create view w as select 3', after: null },
    );
    await terminal.until('q quit');
    terminal.press('n');
    await terminal.until(/What changes\n {2}create view v as\n- {2}select 1\n\+ {2}select 2/);
    terminal.press('n');
    await terminal.until(/What goes\n- create view w as select 3/);
  });

  it('shows whose access changes', async () => {
    const view = { kind: 'view', schema: 'public', name: 'v' };
    const all = { level: 'all' as const };
    const access = [
      {
        object: view,
        acts_as: { before: null, after: 'owner' },
        roles: [
          { role: 'anon', before: {}, after: { SELECT: all }, changed: ['SELECT'], widened: ['SELECT'] },
        ],
      },
    ];
    const { terminal } = open(plan([step({ action: 'alter', object: view })], { access }));
    const rows = await terminal.until('q quit');
    expect(rows[2]).toBe('   Access changes on 1 object: anon; wider for anon');
    terminal.press('j');
    await terminal.until('What is wider is marked by !');
    const shown = terminal.text();
    expect(shown).toContain("view public.v acts with the rights of owner (before: the caller's rights)");
    expect(shown).toMatch(/^view public\.v\n! anon SELECT .* → /m);
  });

  it('shows refusals first, and what to do about them', async () => {
    const { terminal } = open(refused());
    const rows = await terminal.until('q quit');
    expect(rows[0]).toBe(' plan prod · 19 steps · refused · 14 destructive');
    expect(rows[1]).toBe('›  Refused (1)');
    expect(rows.join(' ')).toContain('hint: add the trigger to the drop set');
  });

  it('explains its keys', async () => {
    const { terminal } = open(cleanUp());
    await terminal.until('q quit');
    terminal.press('?');
    await terminal.until('next, previous change');
    terminal.press('x');
    await terminal.until('›  Plan for prod');
  });

  it('follows the terminal to other sizes, and stays usable on a very small one', async () => {
    const { terminal } = open(cleanUp());
    await terminal.until('q quit');
    terminal.press('G');
    await terminal.until('update_test_templates');
    terminal.resize(140, 40);
    const wide = await terminal.until('│');
    expect(wide.every((row) => row.length <= 140)).toBe(true);
    expect(wide.findLast((row) => row !== '')).toContain('q quit');
    terminal.resize(40, 8);
    await terminal.until((rows) => rows[0] === ' plan prod · 19 steps · 14 destructive' && rows[7] === '');
    expect(terminal.rows().filter((row) => row.startsWith('›'))).toHaveLength(1);
    terminal.press(KEYS.enter);
    await terminal.until('[19/19]');
    terminal.resize(10, 3);
    await terminal.until((rows) => rows[0]?.startsWith(' plan') ?? false);
    terminal.resize(80, 24);
    await terminal.until('of ');
    terminal.press('z');
    await terminal.until('›    - function update_test_templates');
  });

  it('keeps wide characters in their columns', async () => {
    const name = '顧客の一覧表を長い名前で呼ぶとどうなるかを確かめるための表なのでとても長い名前です';
    const { terminal } = open(
      plan([
        step({
          action: 'create',
          object: { kind: 'table', schema: '日本', name },
          sql: [`create table ${name} ()`],
        }),
      ]),
      120,
      12,
    );
    const rows = await terminal.until('q quit');
    expect(rows.filter((row) => row.includes('│'))).toHaveLength(9);
    terminal.press('G');
    const selected = await terminal.until(/› {4}\+ table/);
    expect(selected.find((row) => row.startsWith('›'))).toContain('…');
    expect(selected.join('')).toContain(`create table`);
  });

  it('lets no name steer the terminal', async () => {
    const { terminal } = open(hostile());
    await terminal.until('q quit');
    terminal.press('e', 'n');
    await terminal.until('\\u001b[31m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: looked for
    expect(terminal.text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(terminal.written).not.toContain('\u001b[31m');
  });

  it.each([
    ['Escape', KEYS.escape],
    ['Ctrl-C', KEYS.interrupt],
  ])('leaves on %s', async (_, key) => {
    const { terminal, shown } = open(cleanUp());
    await terminal.until('q quit');
    terminal.press(key);
    await shown;
    expect(terminal.raw).toBe(false);
  });

  it('leaves the terminal clean when it fails', async () => {
    const broken = (): never => {
      throw new Error('no definition');
    };
    const { terminal, shown } = open(cleanUp(), 80, 24, broken);
    opened.length = 0;
    await terminal.until('q quit');
    terminal.press('n');
    await expect(shown).rejects.toThrow('no definition');
    await terminal.until((rows) => rows[0] === '$ reconcile plan prod');
    expect(terminal.alternate).toBe(false);
    expect(terminal.raw).toBe(false);
  });
});
