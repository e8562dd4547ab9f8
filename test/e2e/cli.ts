import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A copy of a project's environments, state and seeds in a folder of its own. `from` is relative to the repository. */
export function copyProject(from = '.'): string {
  const dir = mkdtempSync(join(tmpdir(), 'e2e-'));
  for (const name of ['environments', 'state', 'embedded'])
    cpSync(join(root, from, name), join(dir, name), { recursive: true });
  return dir;
}

/** Starts the built bin in the project's folder; only the variables that are given, and what node needs, are set. */
export function start(
  dir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  return spawn(process.execPath, [inject('bin'), ...args], {
    cwd: dir,
    env: { PATH, HOME, TMPDIR, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function reconcile(
  dir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const child = start(dir, args, env);
  const told = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    told.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    told.err += text;
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, ...told };
}

/** Changes one line of an environment file, or adds it at the end. */
export function setInEnvironment(dir: string, name: string, key: string, value: string): void {
  const path = join(dir, 'environments', `${name}.yaml`);
  const rest = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith(`${key}:`))
    .join('\n');
  writeFileSync(path, `${rest.trimEnd()}\n${key}: ${value}\n`);
}
