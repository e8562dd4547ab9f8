import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../src/model/plan.js';
import { applyPlanned, planEnvironment } from '../../src/reconcile.js';

export interface Wish {
  /** Lines for the environment's file. */
  readonly environment?: string;
  /** Of the state: default `sql`. */
  readonly format?: 'sql' | 'yaml';
  /** A .sql file beside the state's own. */
  readonly beside?: string;
  /** Whether the plan is applied as well, whatever it loses. Default false. */
  readonly apply?: boolean;
}

/** The plan of a state for a database, in a project of its own. */
export async function planned(url: string, state: string, wish: Wish = {}): Promise<Plan> {
  const dir = mkdtempSync(join(tmpdir(), 'planned-'));
  try {
    mkdirSync(join(dir, 'environments'));
    mkdirSync(join(dir, 'state', 'all'), { recursive: true });
    writeFileSync(
      join(dir, 'environments', 'e.yaml'),
      `environment: e\ndatabase: { url: "\${LIVE}" }\nstate: [all]\nguard: { backup: none, destructive: allow }\n${wish.environment ?? ''}`,
    );
    writeFileSync(join(dir, 'state', 'all', `all.${wish.format ?? 'sql'}`), state);
    if (wish.beside !== undefined) writeFileSync(join(dir, 'state', 'all', 'beside.sql'), wish.beside);
    const project = { dir, name: 'e', env: { LIVE: url }, forApply: wish.apply ?? false };
    const found = await planEnvironment(project);
    try {
      if (wish.apply === true) await applyPlanned(found, project, {});
    } finally {
      await found.close();
    }
    return found.plan;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
