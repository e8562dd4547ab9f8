import { expect, test } from 'vitest';
import { strictRefusals } from '../../src/plan/refusals.js';

test('--strict refuses what is of a kind that is not managed, and nothing else', () => {
  const object = { kind: 'large_object', schema: null, name: '16400' };
  const refusals = strictRefusals([
    { level: 'warning', code: 'unmanaged_kind', message: 'large_object 16400 is left over', object },
    { level: 'warning', code: 'likely_rename', message: 'another warning' },
  ]);
  expect(refusals).toEqual([
    {
      code: 'unmanaged_kind',
      message: 'large_object 16400 is left over',
      object,
      hint: 'drop it, or run without --strict',
    },
  ]);
});
