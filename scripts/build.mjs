// Builds dist/ with plain Node: types from the schemas, then the compiler, then the bin made executable.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function run(...parameters) {
  const { status, error } = spawnSync(process.execPath, parameters, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`build: ${parameters.join(' ')} failed${error === undefined ? '' : `: ${error.message}`}`);
    process.exit(status ?? 1);
  }
}

const require = createRequire(import.meta.url);
const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

run(join('scripts', 'generate.mjs'));
run(compiler, '-p', 'tsconfig.build.json');

const bin = join(root, 'dist', 'cli', 'main.js');
if (!existsSync(bin)) {
  console.error('build: the compiler made no dist/cli/main.js');
  process.exit(1);
}
chmodSync(bin, 0o755);
