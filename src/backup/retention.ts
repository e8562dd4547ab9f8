/** How much of the past is kept. */
export interface Retention {
  /** Every backup of so many days, the newest that have any. */
  readonly daily: number;
  /** The newest backup of each of so many weeks and months that have any. */
  readonly weekly: number;
  readonly monthly: number;
  /** Days that a parked table stays. */
  readonly parked: number;
}

/** When an id was made (see id.ts); `null` where it is none. UTC. */
export function timeOf(id: string): Date | null {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(id);
  if (found === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, millis = 0] = found
    .slice(1)
    .map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, millis));
}

const DAY = 86_400_000;
const day = (time: Date): string => time.toISOString().slice(0, 10);
const month = (time: Date): string => time.toISOString().slice(0, 7);
/** The Monday that a week begins with. */
const week = (time: Date): string => day(new Date(time.getTime() - ((time.getUTCDay() + 6) % 7) * DAY));

/** Which ids are past keeping. What is no id of ours is kept. */
export function expired(ids: readonly string[], retention: Retention): string[] {
  const times = new Map(ids.flatMap((id) => (timeOf(id) === null ? [] : [[id, timeOf(id) ?? new Date(0)]])));
  const newest = [...times.keys()].sort().reverse();
  const kept = new Set<string>();
  const keep = (count: number, period: (time: Date) => string, all: boolean): void => {
    const seen = new Set<string>();
    for (const id of newest) {
      const name = period(times.get(id) ?? new Date(0));
      if (seen.has(name) ? all : seen.size < count) {
        seen.add(name);
        kept.add(id);
      }
    }
  };
  keep(retention.daily, day, true);
  keep(retention.weekly, week, false);
  keep(retention.monthly, month, false);
  return newest.filter((id) => !kept.has(id)).reverse();
}

/** Whether a parked table has stayed long enough. */
export const overstayed = (since: Date, retention: Retention, now: Date): boolean =>
  now.getTime() - since.getTime() >= retention.parked * DAY;
