import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A process of its own that runs TypeScript with the database room's functions at hand; it prints what `say` is given. */
export function program(body: string): ChildProcess {
  const source = `
    import { createServer } from 'vite';
    const vite = await createServer({ root: ${JSON.stringify(ROOT)}, configFile: false, logLevel: 'error',
      server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true } });
    const { openEmbedded } = await vite.ssrLoadModule('/src/database/embedded.ts');
    const { openMemory } = await vite.ssrLoadModule('/src/database/memory.ts');
    const say = (text) => console.log(text);
    const done = () => vite.close();
    ${body}`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The next thing that a program says. */
export async function said(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the program has no output');
  let complaint = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    complaint += bytes.toString();
  });
  const [what] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`the program ended: ${complaint}`))),
  ]);
  return String(what).trim();
}

/** Waits until it has ended: its exit code, or the signal that ended it. */
export async function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? child.signalCode;
}
