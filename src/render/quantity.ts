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

/** `512 bytes`, `1.5 kB`, `3.2 MB`; thousands, not 1024s. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit]}`;
}
