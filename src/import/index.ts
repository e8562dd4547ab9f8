import { readCatalog } from '../catalog/index.js';
import { loadEnvironment } from '../manifest/index.js';
import { userError } from '../model/errors.js';
import { connect, type Project } from '../reconcile.js';
import { readBroken } from './broken.js';
import { type Imported, importCatalog } from './catalog.js';
import { isEmptyFolder, writeFiles } from './files.js';

export interface ImportProject extends Project {
  /** Absolute path of the folder that the files go into. */
  readonly out: string;
  /** Whether the folder may hold other files already. Default false. */
  readonly beside?: boolean;
}

/** Reads an environment's database and writes what is in its scope as state. Throws UserError rather than overwrite a file. */
export async function importEnvironment(project: ImportProject): Promise<Imported> {
  const environment = await loadEnvironment(project.dir, project.name, project.env, {
    noEmbedded: project.noEmbedded ?? false,
  });
  if (project.beside !== true && !(await isEmptyFolder(project.out))) {
    throw userError('exists', `${project.out} is not an empty folder`, {
      hint: 'name a folder with --out',
    });
  }
  const session = await connect(project, environment);
  try {
    const live = await readCatalog(session);
    const imported = importCatalog(live, environment, await readBroken(session, live));
    await writeFiles(project.out, imported.files);
    return imported;
  } finally {
    await session.close();
  }
}

export { type Imported, importCatalog } from './catalog.js';
