import type { Accounted, Action, Plan, Step } from '../../src/model/plan.js';

const NONE: Accounted = {
  declared: 0,
  kept: 0,
  dropped: 0,
  platform: 0,
  extension: 0,
  unlisted: 0,
  unmanaged: 0,
};

export function accounted(counts: Partial<Accounted>): Accounted {
  return { ...NONE, ...counts };
}

export function step(more: Partial<Step> & Pick<Step, 'action' | 'object'>): Step {
  return {
    id: `${more.action} ${more.object.name}`,
    role: null,
    sql: [],
    takes: [],
    locks: [],
    rewrite: false,
    destructive: false,
    hazards: [],
    reason: null,
    ...more,
  };
}

export function plan(steps: readonly Step[], more: Partial<Plan> = {}): Plan {
  const summary: Record<Action, number> = {
    create: 0,
    alter: 0,
    replace: 0,
    rename: 0,
    drop: 0,
    park: 0,
    rows: 0,
  };
  for (const { action } of steps) summary[action] += 1;
  return {
    version: 1,
    environment: 'prod',
    fingerprint: 'c0ffee',
    summary,
    accounted: {},
    refusals: [],
    steps: [...steps],
    unlisted: [],
    diagnostics: [],
    ...more,
  };
}

const TABLES = [
  'attempt_questions',
  'attempt_sections',
  'practice_answers',
  'practice_sessions',
  'question_reports',
];
const MORE = [
  'questions',
  'student_progress',
  'subjects',
  'template_sections',
  'test_attempts',
  'test_sections',
];
const LAST = ['test_templates', 'topics', 'users'];
const FUNCTIONS: [string, string][] = [
  ['admin_update_user_role', 'uuid, text'],
  ['handle_new_user', ''],
  ['is_admin', ''],
  ['submit_answer', 'uuid, uuid, uuid, text, integer, boolean'],
  ['update_test_templates_updated_at', ''],
];

/** A clean-up: many tables and some functions to drop, one trigger taken along. */
export function cleanUp(): Plan {
  const tables = [...TABLES, ...MORE, ...LAST].map((name, index) =>
    step({
      action: 'drop',
      object: { kind: 'table', schema: 'public', name },
      role: 'supabase_admin',
      sql: [`drop table public.${name}`],
      takes:
        name === 'test_templates'
          ? [{ kind: 'trigger', schema: 'public', name: 'test_templates_updated_at', table: name }]
          : [],
      locks: [{ mode: 'ACCESS EXCLUSIVE', on: `public.${name}` }],
      destructive: true,
      hazards: [{ kind: 'data_loss', message: `all rows of public.${name} are deleted` }],
      reason: { file: 'environments/prod.yaml', line: 11 + index },
    }),
  );
  const functions = FUNCTIONS.map(([name, args], index) =>
    step({
      action: 'drop',
      object: { kind: 'function', schema: 'public', name, arguments: args },
      role: 'supabase_admin',
      sql: [`drop function public.${name}(${args})`],
      hazards: [{ kind: 'drop', message: `callers of public.${name} fail from then on` }],
      reason: { file: 'environments/prod.yaml', line: 27 + index },
    }),
  );
  return plan([...tables, ...functions], {
    accounted: {
      function: accounted({ declared: 9, dropped: 5 }),
      table: accounted({ declared: 6, dropped: 14 }),
      trigger: accounted({ declared: 3, dropped: 1 }),
      view: accounted({ declared: 2 }),
    },
  });
}

/** Names and texts made to break out of whatever they are written into. */
export function hostile(): Plan {
  const name = '"`|<b>\u001b[31m\n-- ; drop table x; \u202e@admin #1';
  return plan(
    [
      step({
        action: 'create',
        object: { kind: 'policy', schema: 'we"ird', table: 'a|b', name },
        role: 'Mixed "Role"',
        sql: ['create policy p on t using (true) -- allow ````', "comment on table t is '```\n</details>'; "],
        hazards: [{ kind: 'widens_access', message: `anyone\nreads ${name}` }],
        reason: { file: 'state/a b.yaml', line: 3 },
      }),
      step({
        action: 'alter',
        object: { kind: 'table', schema: 'public', name: 't' },
        sql: ["alter table t alter x set default $$;'$$ /* done; */", ';'],
        rewrite: true,
      }),
    ],
    {
      diagnostics: [{ level: 'warning', code: 'unmanaged', message: 'x | y', file: 'state/a.yaml', line: 2 }],
    },
  );
}

export function refused(): Plan {
  return {
    ...cleanUp(),
    refusals: [
      {
        code: 'dependents',
        message: 'function public.handle_new_user() is called by trigger auth.users.on_auth_user_created',
        object: { kind: 'function', schema: 'public', name: 'handle_new_user', arguments: '' },
        hint: 'add the trigger to the drop set, or take the function out of it',
      },
    ],
  };
}
