import { join, relative, resolve } from 'node:path';
import { printable } from '../../render/clean.js';
import { counted } from '../../render/label.js';
import type { Flow, Project } from '../flow.js';
import type { Io } from '../io.js';
import { projectOf, type RawOptions } from '../settings.js';

export interface ImportSettings {
  readonly project: Project;
  /** Absolute path of the folder that the files go into. */
  readonly out: string;
  /** `out` was asked for: it may hold other files. Otherwise it must be empty. */
  readonly beside: boolean;
  /** The folder as it is shown. */
  readonly shown: string;
}

/** Without --out, the bundle that is called like the environment. */
export function importSettings(name: string, options: RawOptions, io: Io): ImportSettings {
  const project = projectOf(name, options, io);
  const out = options.out === undefined ? join(project.dir, 'state', name) : resolve(io.cwd, options.out);
  const shown = relative(io.cwd, out);
  return {
    project,
    out,
    beside: options.out !== undefined,
    shown: shown === '' ? '.' : shown.replaceAll('\\', '/'),
  };
}

export async function importCommand(settings: ImportSettings, io: Io, flow: Flow): Promise<number> {
  const { project, out, beside, shown } = settings;
  const { files, counts, notes } = await flow.importEnvironment({ ...project, out, beside });
  for (const note of notes) io.err.write(`note: ${printable(note)}\n`);
  const objects = [...counts].map(([kind, count]) => counted(count, kind.replaceAll('_', ' ')));
  io.out.write(
    files.length === 0
      ? 'Nothing to import: the environment speaks of no object of this database.\n'
      : `Wrote ${counted(files.length, 'file')} to ${shown}: ${objects.join(', ')}\n`,
  );
  return 0;
}
