import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOn } from './databases.js';

const present = spawnSync('psql', ['--version']).status === 0;

/** Runs a script with psql, unchanged; as one text where psql is missing. Throws what psql says. */
export async function psql(url: string, script: string): Promise<void> {
  if (!present) {
    await runOn(url, script);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'psql-'));
  try {
    const file = join(folder, 'plan.sql');
    writeFileSync(file, script);
    const { status, stderr } = spawnSync(
      'psql',
      ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-f', file],
      {
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(stderr.replaceAll(file, 'plan.sql'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
