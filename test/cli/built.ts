import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshFolder } from './folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The project as it is built, in a folder of its own: what is in `dist` there. */
export function build(): string {
  const folder = freshFolder();
  for (const name of ['node_modules', 'package.json', 'schemas'])
    symlinkSync(join(root, name), join(folder, name));
  spawnSync(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')],
  ]);
  return folder;
}
