import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { freeBytes, makeFolder } from './files.js';

/** Where an environment's backups go. */
export type Place =
  | { readonly kind: 'folder'; readonly dir: string /** Nobody chose it. */; readonly byDefault: boolean }
  | { readonly kind: 'database' };

type Variables = Readonly<Record<string, string | undefined>>;

/** Runners that clean their workspace between jobs, by the variable that each sets. */
const RUNNERS: Readonly<Record<string, string>> = {
  GITHUB_ACTIONS: 'GitHub Actions',
  GITLAB_CI: 'GitLab CI',
  CIRCLECI: 'CircleCI',
  BUILDKITE: 'Buildkite',
  TF_BUILD: 'Azure Pipelines',
  BITBUCKET_BUILD_NUMBER: 'Bitbucket Pipelines',
  CODEBUILD_BUILD_ID: 'AWS CodeBuild',
  TRAVIS: 'Travis CI',
  DRONE: 'Drone',
};

/**
 * The runner that a backup would die with; `null` where it lasts as long as the database. A database on the runner itself
 * (embedded, on loopback, a service container without a domain) lasts no longer than its backup.
 */
export function dyingWith(place: Place, session: Session, env: Variables): string | null {
  if (place.kind === 'database' || !place.byDefault || session.engine === 'embedded') return null;
  const host = / on (\S+?)(?::\d+)? as /.exec(session.label)?.[1] ?? '';
  if (/^(localhost|127\.|::1|\[::1\]|\/)/.test(host) || !/[.:]/.test(host)) return null;
  const set = Object.keys(RUNNERS).find((name) => (env[name] ?? '') !== '' && env[name] !== 'false');
  return set === undefined ? null : (RUNNERS[set] ?? null);
}

/** Before anything is locked. @throws UserError where a backup could not be written, or would not be kept. */
export async function checkPlace(place: Place, session: Session, env: Variables): Promise<void> {
  const runner = dyingWith(place, session, env);
  if (runner !== null) {
    throw userError(
      'backup-lost',
      `The backup would be deleted with this ${runner} runner. Nothing was changed.`,
      {
        hint: 'write backups: database into the environment file, or a folder that is kept (backups: /mnt/backups)',
      },
    );
  }
  if (place.kind === 'database') return;
  try {
    await makeFolder(place.dir);
    await access(place.dir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw userError(
      'backup',
      `Backups cannot be written to ${place.dir}: ${error instanceof Error ? error.message : String(error)}. Nothing was changed.`,
      { hint: 'name another folder under backups: in the environment file, or backups: database' },
    );
  }
}

/** Bytes that are left free in any case. */
const MARGIN = 16 << 20;

/** @throws UserError where fewer bytes are free than may be written. */
export async function checkSpace(
  dir: string,
  needed: number,
  free: (dir: string) => Promise<number | null> = freeBytes,
): Promise<void> {
  const have = await free(dir);
  if (have === null || have >= needed + MARGIN) return;
  const mb = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
  throw userError(
    'backup-space',
    `The backup may take ${mb(needed)}, and ${dir} has ${mb(have)} free. Nothing was changed.`,
    { hint: 'make room, or name another folder under backups: in the environment file' },
  );
}
