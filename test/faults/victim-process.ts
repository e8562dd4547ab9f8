import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverUrl } from '../support/server.js';
import type { Trap, Wire } from './proxy.js';
import type { Scene } from './scene.js';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Kills an apply's process at a message; gives whether a transaction was open, `null` where the message never came. */
export async function killed(proxy: Wire, scene: Scene, trap: Omit<Trap, 'before'>): Promise<boolean | null> {
  const url = serverUrl(proxy.port, scene.database, 'postgres');
  const child = spawn(process.execPath, [join(HERE, 'run-victim.mjs'), scene.dir], {
    cwd: join(HERE, '..', '..'),
    env: { ...process.env, FAULTS_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = once(child, 'exit');
  proxy.set({
    ...trap,
    before: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  });
  await gone;
  const sprung = proxy.sprung();
  proxy.set(null);
  return sprung === null ? null : sprung.open;
}
