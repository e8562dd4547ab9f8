import { describe, expect, it } from 'vitest';
import { newId } from '../../src/backup/id.js';
import { expired, overstayed, timeOf } from '../../src/backup/retention.js';

const at = (text: string): string => newId(new Date(`${text}Z`));
const rules = { daily: 7, weekly: 4, monthly: 3, parked: 30 };

describe('what ages out', () => {
  it('reads the time off an id', () => {
    expect(timeOf(at('2026-03-04T05:06:07.089'))?.toISOString()).toBe('2026-03-04T05:06:07.089Z');
    expect(timeOf('notes')).toBeNull();
  });

  it('keeps every backup of the newest days that have any', () => {
    const ids = [at('2026-03-04T05:00:00'), at('2026-03-04T06:00:00'), at('2026-01-01T00:00:00')];
    expect(expired(ids, rules)).toEqual([]);
    expect(expired(ids, { ...rules, daily: 1, weekly: 0, monthly: 0 })).toEqual([ids[2]]);
  });

  it('keeps the newest of each week and month behind them', () => {
    const days = Array.from({ length: 120 }, (_, day) =>
      at(new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString().slice(0, -1)),
    );
    const gone = new Set(expired(days, rules));
    const kept = days.filter((id) => !gone.has(id)).map((id) => id.slice(0, 8));
    // 30 April 2026 is a Thursday: seven days, the Sundays before them, the last days of the months before.
    expect(kept).toEqual([
      '20260228',
      '20260331',
      '20260412',
      '20260419',
      '20260424',
      '20260425',
      '20260426',
      '20260427',
      '20260428',
      '20260429',
      '20260430',
    ]);
  });

  it('leaves alone what is no id', () => {
    expect(
      expired(['mine', at('2026-01-01T00:00:00')], { daily: 0, weekly: 0, monthly: 0, parked: 0 }),
    ).toHaveLength(1);
  });

  it('lets parked tables stay for days', () => {
    const since = new Date('2026-01-01T00:00:00Z');
    expect(overstayed(since, rules, new Date('2026-01-30T23:59:59Z'))).toBe(false);
    expect(overstayed(since, rules, new Date('2026-01-31T00:00:00Z'))).toBe(true);
  });
});
