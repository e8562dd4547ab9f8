import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built bin, to be run with node. */
    bin: string;
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the command line once a run, in a folder of its own: tests of the bin never see an old build. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-built-'));
  for (const name of [
    'node_modules',
    'package.json',
    'schemas',
    'src',
    'tsconfig.json',
    'tsconfig.build.json',
  ])
    symlinkSync(join(root, name), join(folder, name));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const output = join(folder, 'dist');
  const built = spawnSync(
    process.execPath,
    [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', output],
    { encoding: 'utf8' },
  );
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stdout}${built.stderr}`);
  project.provide('bin', join(output, 'cli', 'main.js'));
  return () => rmSync(folder, { recursive: true, force: true });
}
