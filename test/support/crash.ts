import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVER_ID } from './binaries.js';
import { runOn } from './databases.js';
import type { TestServer } from './server.js';

/** What `pg_ctl stop -m immediate` does (SIGQUIT to the postmaster), then the same command line once more. Linux only. Call what it gives at the end: it stops that one. */
export async function crashAndRestart(server: TestServer): Promise<() => Promise<void>> {
  const [row] = await runOn(server.url(), "select current_setting('data_directory') as folder");
  const folder = String(row?.folder);
  const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const [program = '', ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  const library = join(program, '..', '..', 'lib');
  process.kill(pid, 'SIGQUIT');
  while (alive(pid)) await sleep(20);
  const again = spawn(program, words, {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: library },
    ...SERVER_ID,
  });
  const end = async (): Promise<void> => {
    again.kill('SIGQUIT');
    while (again.exitCode === null && again.signalCode === null) await sleep(20);
  };
  const kill = (): void => {
    again.kill('SIGQUIT');
  };
  process.once('exit', kill);
  again.once('exit', () => process.off('exit', kill));
  for (let tries = 0; tries < 600; tries++) {
    if (
      await runOn(server.url(), 'select 1').then(
        () => true,
        () => false,
      )
    )
      return end;
    await sleep(50);
  }
  throw new Error('the server does not come back');
}

/** A process that has ended and waits for its parent to look is gone. */
function alive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
