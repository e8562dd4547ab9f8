// How long `reconcile --version` takes against node importing commander: the ratio of the quickest of each, in one run.
// Run after `npm run build`: node bench/startup.mjs [pairs]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pairs = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
const empty = join(folder, 'empty.mjs');
writeFileSync(empty, "import 'commander';\n");

const time = (...args) => {
  const from = performance.now();
  execFileSync(process.execPath, args);
  return performance.now() - from;
};

const base = [];
const ours = [];
for (let pair = 0; pair < pairs; pair++) {
  base.push(time(empty));
  ours.push(time(join(root, 'dist/cli/main.js'), '--version'));
}
rmSync(folder, { recursive: true });
const [a, b] = [Math.min(...base), Math.min(...ours)];
console.log(
  `commander ${a.toFixed(1)} ms, reconcile --version ${b.toFixed(1)} ms, ratio ${(b / a).toFixed(2)}`,
);
