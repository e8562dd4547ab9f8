// Builds dist/ with plain Node: types from the schemas, then the compiler, then the bin made executable.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
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

// npm links the bins of packages that are installed, not the project's own: so that `npx reconcile` finds it here too.
const links = join(root, 'node_modules', '.bin');
if (existsSync(links)) {
  const link = join(links, 'reconcile');
  rmSync(link, { force: true });
  if (process.platform === 'win32')
    writeFileSync(`${link}.cmd`, `@node "%~dp0\\..\\..\\dist\\cli\\main.js" %*\r\n`);
  else symlinkSync(relative(links, bin), link);
}
