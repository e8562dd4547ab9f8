import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Judged } from './judge.js';

/** Writes a pair as a case folder. */
export function writeCase(folder: string, { first, second }: Judged): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'before.sql'), first.script);
  writeFileSync(join(folder, 'after.sql'), second.script);
}
