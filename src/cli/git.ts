import { execFile } from 'node:child_process';

/** The commit that is checked out at `dir`; `null` where there is no repository or no git. Waits at most 2 s. */
export function gitCommit(dir: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile('git', ['rev-parse', '--verify', 'HEAD'], { cwd: dir, timeout: 2000 }, (error, stdout) => {
      const commit = stdout.trim();
      resolve(error === null && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null);
    });
  });
}
