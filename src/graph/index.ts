import { readCatalog } from '../catalog/index.js';
import { loadEnvironment } from '../manifest/index.js';
import type { Related } from '../plan/related.js';
import { connect, type Project, planEnvironment } from '../reconcile.js';
import { pictureOf } from './picture.js';

/** The picture of what is there, or of what will be when the state is applied. */
export async function graphEnvironment(project: Project, of: 'live' | 'desired'): Promise<Related> {
  if (of === 'desired') {
    const { environment, live, result, close } = await planEnvironment(project);
    await close();
    return pictureOf({ ...live, objects: result.after }, environment);
  }
  const environment = await loadEnvironment(project.dir, project.name, project.env, {
    noEmbedded: project.noEmbedded ?? false,
  });
  const session = await connect(project, environment);
  try {
    return pictureOf(await readCatalog(session), environment);
  } finally {
    await session.close();
  }
}
