import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../src/model/plan.js';
import { planEnvironment } from '../../src/reconcile.js';

/** The plan of a state in SQL for a database, in a project of its own. */
export async function planned(url: string, sql: string): Promise<Plan> {
  const dir = mkdtempSync(join(tmpdir(), 'planned-'));
  try {
    mkdirSync(join(dir, 'environments'));
    mkdirSync(join(dir, 'state', 'all'), { recursive: true });
    writeFileSync(
      join(dir, 'environments', 'e.yaml'),
      'environment: e\ndatabase: { url: "${LIVE}" }\nstate: [all]\n',
    );
    writeFileSync(join(dir, 'state', 'all', 'all.sql'), sql);
    const { plan, close } = await planEnvironment({ dir, name: 'e', env: { LIVE: url } });
    await close();
    return plan;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
