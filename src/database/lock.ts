import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { userError } from '../model/errors.js';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in the kernel's ticks: tells a recycled pid; `null` where the system does not say. */
  readonly began: string | null;
  /** When the lock was taken, ISO 8601. */
  readonly since: string;
}

export interface Lock {
  release(): void;
}

/**
 * Takes a lock file for this process alone. A lock left by a dead process is taken over; a live holder is named in a
 * UserError; `shown` is how messages call the file. Released by `release`, at exit, and on SIGINT or SIGTERM where nobody else handles those.
 */
export function takeLock(file: string, what: string, shown = file): Lock {
  mkdirSync(dirname(file), { recursive: true });
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    began: beginning(process.pid),
    since: new Date().toISOString(),
  };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(own)}\n`);
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (linked(draft, file)) return releasedAtExit(file);
      const text = readText(file);
      if (text === null) continue;
      const holder = holderOf(text);
      if (holder === null || isAlive(holder)) throw inUse(what, shown, holder);
      remove(file, text);
    }
    throw inUse(what, shown, null);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** link(2) makes the lock appear with its content, or not at all. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead process' lock, and not one that somebody else has taken over meanwhile. */
function remove(file: string, dead: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readText(aside) !== dead) linked(aside, file);
  rmSync(aside, { force: true });
}

/** Locks of this process that are still held. */
const held = new Set<string>();
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function releasedAtExit(file: string): Lock {
  if (held.size === 0) {
    process.on('exit', releaseAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  held.add(file);
  return { release: () => release(file) };
}

function release(file: string): void {
  if (!held.delete(file)) return;
  rmSync(file, { force: true });
  if (held.size > 0) return;
  process.off('exit', releaseAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function releaseAll(): void {
  for (const file of held) release(file);
}

function onSignal(signal: NodeJS.Signals): void {
  // Whoever else listens decides when the process ends, and may need the database until then.
  if (process.listenerCount(signal) > 1) return;
  releaseAll();
  process.kill(process.pid, signal);
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function holderOf(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    if (!('pid' in value) || !('host' in value) || !('began' in value) || !('since' in value)) return null;
    const { pid, host, began, since } = value;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof since !== 'string') return null;
    return { pid, host, began: typeof began === 'string' ? began : null, since };
  } catch {
    return null;
  }
}

/** A holder on another machine cannot be asked; it counts as alive. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return holder.began === null || beginning(holder.pid) === holder.began;
}

/** Field 22 of /proc/PID/stat, counted behind the command's closing parenthesis (proc(5)). */
function beginning(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function inUse(what: string, file: string, holder: Holder | null): Error {
  if (holder === null) {
    return userError('locked', `${what} is in use: its lock file ${file} cannot be read`, {
      hint: 'if no other reconcile is running, delete that file',
    });
  }
  if (holder.host === hostname() && holder.pid === process.pid) {
    return userError('locked', `${what} is open already in this process (${process.pid})`);
  }
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return userError('locked', `${what} is in use by process ${holder.pid}${where} since ${holder.since}`, {
    hint: `wait until it is done, or end process ${holder.pid}; if it runs no more, delete ${file}`,
  });
}
