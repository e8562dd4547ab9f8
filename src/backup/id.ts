import { randomBytes } from 'node:crypto';

/** An id for one apply: sorts by time (UTC, milliseconds), unique by 24 random bits, safe as a folder's name. */
export function newId(now: Date = new Date()): string {
  const time = now.toISOString().replace(/[-:]/g, '').replace('.', '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
