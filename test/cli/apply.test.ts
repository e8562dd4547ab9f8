import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/render/json.js';
import { cleanUp, plan, refused, step } from '../render/plans.js';
import { runWith } from './fakes.js';
import { freshFolder } from './folder.js';

const harmless = plan([
  step({
    action: 'create',
    object: { kind: 'view', schema: 'public', name: 'v' },
    sql: ['create view v as select 1'],
  }),
]);

describe('apply', () => {
  it.each([
    ['no terminal, no --yes', harmless, [], undefined, 1, 0],
    ['--yes', harmless, ['--yes'], undefined, 0, 1],
    ['destructive, --yes alone', cleanUp(), ['--yes'], undefined, 1, 0],
    ['destructive, --allow-destructive alone', cleanUp(), ['--allow-destructive'], undefined, 1, 0],
    ['destructive, both', cleanUp(), ['--yes', '--allow-destructive'], undefined, 0, 1],
    ['y at the terminal', harmless, [], ['y'], 0, 1],
    ['nothing at the terminal', harmless, [], [''], 1, 0],
    ['Ctrl-C at the question', harmless, [], [null], 1, 0],
    ['y where the name is asked for', cleanUp(), [], ['y'], 1, 0],
    ['the name', cleanUp(), [], ['prod'], 0, 1],
    ['the name, though --yes', cleanUp(), ['--yes'], ['prod'], 0, 1],
    ['--yes, another name', cleanUp(), ['--yes'], ['staging'], 1, 0],
    ['--allow-destructive and y', cleanUp(), ['--allow-destructive'], ['yes'], 0, 1],
    ['nothing to do', plan([]), ['--yes'], undefined, 0, 1],
    ['nothing to do, at a terminal', plan([]), [], [], 0, 1],
    ['a refused plan', refused(), ['--yes', '--allow-destructive'], undefined, 1, 0],
    ['a refused plan, the name', refused(), [], ['prod'], 1, 0],
    ['changes, detailed', harmless, ['--yes', '--detailed-exitcode'], undefined, 2, 1],
    ['nothing to do, detailed', plan([]), ['--yes', '--detailed-exitcode'], undefined, 0, 1],
  ])('%s', async (_, given, flags, answers, code, applied) => {
    const outcome = await runWith(['apply', 'prod', ...flags], {
      plan: given,
      ...(answers === undefined ? {} : { answers }),
    });
    expect({ code: outcome.code, applied: outcome.applied, closed: outcome.closed }).toEqual({
      code,
      applied,
      closed: 1,
    });
  });

  it.each([
    ['allow', ['--yes'], 0],
    ['forbid', ['--yes', '--allow-destructive'], 1],
  ] as const)('destructive: %s', async (destructive, flags, code) => {
    const outcome = await runWith(['apply', 'prod', ...flags], { plan: cleanUp(), destructive });
    expect(outcome.code).toBe(code);
  });

  it('says what a rehearsal did, and what it left out', async () => {
    const { out, code } = await runWith(['apply', 'prod', '--yes', '--rehearse'], {
      plan: cleanUp(),
      flow: {
        applyPlanned: async (_, __, { rehearse }) => ({
          id: '20260217-1',
          steps: 3,
          online: 0,
          duration: 1234,
          locked: 1000,
          rehearsed: rehearse ?? false,
          unrehearsed: ['Step 2 of 5 (alter column public.t.a): unsafe', 'The 2 online steps after COMMIT'],
          backup: null,
          notes: [],
          fingerprintBefore: 'a',
          fingerprintAfter: 'a',
        }),
      },
    });
    expect(code).toBe(0);
    expect(out).toContain(
      'Rehearsed 3 steps in 1.2 s, with locks held for 1.0 s. Everything was rolled back.\nNot rehearsed: Step 2 of 5 (alter column public.t.a): unsafe.\nNot rehearsed: The 2 online steps after COMMIT.\n',
    );
  });

  it('tells each step on stderr and the end on stdout', async () => {
    const { out, err } = await runWith(['apply', 'prod', '--yes', '--allow-destructive'], {
      plan: cleanUp(),
    });
    expect(err.split('\n')[0]).toContain('embedded database');
    expect(err).toContain('[3/19] drop table public.practice_answers (as supabase_admin) … 12 ms\n');
    expect(out).toContain('Applied 19 steps to prod in 1.2 s (history 20260217-1).');
  });

  it('says "No changes" and that the state is recorded', async () => {
    const { out } = await runWith(['apply', 'prod', '--yes'], { plan: plan([]) });
    expect(out).toContain('No changes');
    expect(out).toContain('The verified state of prod is recorded');
  });
});

describe('apply --plan', () => {
  const dir = freshFolder();
  const same = renderJson(cleanUp());
  const [first, second, ...others] = cleanUp().steps;
  if (first === undefined || second === undefined) throw new Error('the plan has steps');
  const changed = { ...second, sql: ['drop table public.other'] };

  it.each([
    ['the same bytes', same, null],
    [
      'another fingerprint',
      renderJson({ ...cleanUp(), fingerprint: 'b' }),
      'the database or the state has changed',
    ],
    [
      'a step less',
      renderJson(plan([second, ...others])),
      'step 1 was drop attempt_sections, and is now drop attempt_questions',
    ],
    [
      'other SQL',
      renderJson({ ...cleanUp(), steps: [first, changed, ...others] }),
      'step 2 (drop table public.attempt_sections) has another sql',
    ],
    [
      'a step more at the end',
      renderJson({ ...cleanUp(), steps: [...cleanUp().steps, first] }),
      'step 20 (drop attempt_questions) is no longer needed',
    ],
    [
      'another environment',
      renderJson({ ...cleanUp(), environment: 'staging' }),
      'it was made for staging, not for prod',
    ],
    ['other line ends', same.replaceAll('\n', '\r\n'), 'it says the same in other bytes'],
    ['other ledger', renderJson({ ...cleanUp(), accounted: {} }), 'accounted differs'],
    ['no JSON', 'drop table x;', 'it is not a plan file'],
    ['an array', '[]', 'it is not a plan file'],
    ['null steps', same.replace('"steps": [', '"steps": null, "x": ['), 'it has no steps'],
  ])('%s', async (name, text, message) => {
    const file = `${name.replaceAll(' ', '-')}.json`;
    writeFileSync(join(dir, file), text);
    const argv = ['--dir', dir, 'apply', 'prod', '--yes', '--allow-destructive', '--plan', file];
    const { code, err, applied } = await runWith(argv, { plan: cleanUp() });
    if (message === null) expect({ code, applied }).toEqual({ code: 0, applied: 1 });
    else {
      expect({ code, applied }).toEqual({ code: 1, applied: 0 });
      expect(err).toContain(message);
    }
  });

  it('wants the file to be there', async () => {
    const { code, err } = await runWith(['apply', 'prod', '--yes', '--plan', 'no.json'], { plan: cleanUp() });
    expect(code).toBe(1);
    expect(err).toContain('there is no plan file no.json');
  });
});
