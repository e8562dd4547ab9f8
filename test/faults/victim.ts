import { applyPlanned, planEnvironment } from '../../src/reconcile.js';

/** Plans and applies the project of a folder: for whoever kills its process. */
export async function applyProject(dir: string): Promise<void> {
  const project = { dir, name: 'faults', env: process.env };
  const planned = await planEnvironment({ ...project, forApply: true });
  await applyPlanned(planned, project);
  await planned.close();
}
