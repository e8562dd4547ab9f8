import { describe, expect, it } from 'vitest';
import type { AccessChange } from '../../src/model/plan.js';
import { rightText } from '../../src/plan/access/words.js';
import { renderJson } from '../../src/render/json.js';
import { bytesText } from '../../src/render/quantity.js';
import { renderText } from '../../src/render/text.js';
import { plan, step } from './plans.js';

const TABLE = { kind: 'table', schema: 'public', name: 'clients' };
const VIEW = { kind: 'view', schema: 'public', name: 'overview' };
const ACCESS: AccessChange[] = [
  {
    object: TABLE,
    roles: [
      {
        role: 'anon',
        before: {},
        after: { SELECT: { level: 'some', columns: ['id', 'name'], policies: ['a', 'b', 'c', 'd'] } },
        changed: ['SELECT'],
        widened: ['SELECT'],
      },
      {
        role: 'staff',
        before: { SELECT: { level: 'all' }, DELETE: { level: 'all' } },
        after: { SELECT: { level: 'all' } },
        changed: ['DELETE'],
        widened: [],
      },
    ],
  },
  { object: VIEW, acts_as: { before: null, after: 'app_owner' }, roles: [] },
];

describe('access', () => {
  it('is said in the summary and role by role, what is wider marked', () => {
    const text = renderText(plan([step({ action: 'alter', object: TABLE })], { access: ACCESS }));
    expect(text).toContain('  access    changes on 2 objects: anon, staff; wider for anon\n');
    const block = text.split('\n\n').find((one) => one.startsWith('Access'));
    expect(block?.split('\n')).toEqual([
      'Access (3; what is wider is marked by !)',
      "  view public.overview acts with the rights of app_owner (before: the caller's",
      '    rights)',
      '  table public.clients',
      '    ! anon  SELECT – → columns id, name; policies a, b, c and 1 more',
      '      staff DELETE all → –',
    ]);
  });

  it('is in the plan file in a fixed order, and absent where nothing changes', () => {
    const given = plan([], { access: ACCESS });
    const shuffled = plan([], {
      access: ACCESS.map(({ roles, ...rest }) => ({ roles: roles.map((role) => ({ ...role })), ...rest })),
    });
    expect(renderJson(shuffled)).toBe(renderJson(given));
    expect(JSON.parse(renderJson(given)).access).toEqual(ACCESS);
    expect(JSON.parse(renderJson(plan([])))).not.toHaveProperty('access');
  });

  it('has words for every reach', () => {
    expect(rightText(undefined)).toBe('none');
    expect(rightText({ level: 'all' })).toBe('all rows');
    expect(rightText({ level: 'some', columns: ['a'] })).toBe('column a in all rows');
    expect(rightText({ level: 'some', policies: ['x'], restrictive: ['y', 'z'] })).toBe(
      'the rows of policy x, restrictive policies y, z',
    );
  });
});

describe('sizes', () => {
  const drop = step({
    action: 'drop',
    object: TABLE,
    destructive: true,
    locks: [
      { mode: 'ACCESS EXCLUSIVE', on: 'public.clients' },
      { mode: 'ACCESS EXCLUSIVE', on: 'public.orders' },
    ],
  });

  it('say what is at stake and what is locked, as far as the server has counted', () => {
    const sizes = new Map([
      ['public.clients', { rows: 12_345, bytes: 5_500_000 }],
      ['public.orders', { rows: null, bytes: null }],
    ]);
    const text = renderText(plan([drop]), { sizes });
    expect(text).toContain('  at stake  about 12,345 rows, 5.2 MB\n');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'ACCESS EXCLUSIVE on 2 relations (about 12,345 rows, rows of 1 never counted, 5.2 MB): public.clients, public.orders',
    );
    expect(renderText(plan([drop]))).not.toContain('at stake');
  });

  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1024, '1.0 kB'],
    [2 ** 40 * 300, '300 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
