import type { Wait } from '../apply/waits.js';
import { oneLine } from './clean.js';
import { counted } from './label.js';

/** `waiting for ACCESS EXCLUSIVE on public.clients: process 4711 (app, psql), idle in transaction for 12 s`. */
export function waitText({ lock, blockers }: Wait): string {
  return oneLine(`waiting for ${lock}${blockers.length === 0 ? '' : `: ${blockers.join('; ')}`}`);
}

/** `12 ms`, `1.2 s`, `3 min 5 s`. */
export function timeText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** `1 byte`, `512 bytes`, `1.5 kB`, `320 MB`, in steps of 1,024 as PostgreSQL counts. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return counted(bytes, 'byte');
  let unit = 0;
  let value = bytes / 1024;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
