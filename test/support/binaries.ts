import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ALL_MAJORS = [14, 15, 16, 17, 18] as const;
export type Major = (typeof ALL_MAJORS)[number];

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Servers refuse to run as root: `nobody` then. */
export const SERVER_ID = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** The majors that the matrix runs on: all, or those that RECONCILE_PG_MAJORS lists ("15,17"). */
export function majors(): Major[] {
  const listed = process.env.RECONCILE_PG_MAJORS;
  if (listed === undefined || listed.trim() === '') return [...ALL_MAJORS];
  return listed.split(',').map((text) => {
    const major = ALL_MAJORS.find((known) => String(known) === text.trim());
    if (major === undefined)
      throw new Error(`RECONCILE_PG_MAJORS: ${text} is none of ${ALL_MAJORS.join(', ')}`);
    return major;
  });
}

/** Where cached clusters and copies of binaries live: one folder a user. */
export function cacheFolder(): string {
  const folder = join(tmpdir(), `reconcile-test-${process.getuid?.() ?? 'user'}`);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

export interface Binaries {
  /** The folder that holds bin, lib and share. */
  readonly folder: string;
  /** The package's exact version. */
  readonly version: string;
}

/** A major's server programs, ready to run as the server's user. A missing package is an error, never a skipped test. */
export function binariesOf(major: Major): Binaries {
  const folder = join(ROOT, 'node_modules', `pg${major}`);
  if (!existsSync(join(folder, 'native', 'bin', 'postgres'))) {
    throw new Error(
      `PostgreSQL ${major} is not installed: npm ci brings it as pg${major}; RECONCILE_PG_MAJORS="15,17" asks for fewer`,
    );
  }
  const version = versionOf(folder);
  if (reachable(join(folder, 'native')) && linkLibraries(folder))
    return { folder: join(folder, 'native'), version };
  return { folder: copied(folder, version), version };
}

function versionOf(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new Error(`${folder}/package.json has no version`);
}

/** Makes the symbolic links that the package's postinstall script would have made; false where the folder is read-only. */
function linkLibraries(folder: string): boolean {
  const links: unknown = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const link of Array.isArray(links) ? links : []) {
    const source: unknown = link?.source;
    const target: unknown = link?.target;
    if (typeof source !== 'string' || typeof target !== 'string' || existsSync(join(folder, target)))
      continue;
    try {
      accessSync(dirname(join(folder, target)), constants.W_OK);
      rmSync(join(folder, target), { force: true });
      symlinkSync(basename(source), join(folder, target));
    } catch {
      // Another process may have made the link meanwhile.
      if (!existsSync(join(folder, target))) return false;
    }
  }
  return true;
}

/** Whether the server's user can walk down to a folder. */
function reachable(folder: string): boolean {
  if (SERVER_ID.uid === undefined) return true;
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
  }
  return true;
}

function copied(folder: string, version: string): string {
  const copy = join(cacheFolder(), `binaries-${version}`);
  if (existsSync(copy)) return join(copy, 'native');
  const draft = `${copy}.${process.pid}`;
  mkdirSync(draft);
  spawnSync('cp', ['-a', join(folder, 'native'), draft], { stdio: 'inherit' });
  spawnSync('chmod', ['-R', 'go+rX', draft], { stdio: 'inherit' });
  linkLibraries(draft);
  moveInto(draft, copy);
  return join(copy, 'native');
}

/** Renames a finished folder into place; whoever comes second drops their own. */
export function moveInto(draft: string, place: string): void {
  try {
    renameSync(draft, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
}
