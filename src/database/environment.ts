import { existsSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { userError } from '../model/errors.js';
import { openEmbedded } from './embedded.js';
import type { Revealable } from './secret.js';
import { connectServer } from './server.js';
import type { Session } from './session.js';

/** What an environment says of its database, resolved. */
export interface DatabaseChoice {
  /** The server's URL; absent where its variable is not set. */
  readonly url?: string | Revealable;
  /** The embedded database's name. */
  readonly embedded?: string;
  /** Why the embedded one serves: `PROD_DATABASE_URL is not set`. */
  readonly because?: string;
  /** The project's directory. */
  readonly dir: string;
  /** Absolute path of the SQL that fills the embedded database; read only where it exists. */
  readonly seedFile?: string;
}

export interface Connected {
  readonly session: Session;
  /** The first line of every command on stderr: names the target, never a password. */
  readonly line: string;
}

/** Connects to the server where there is a URL, otherwise to the embedded database. */
export async function connectEnvironment(choice: DatabaseChoice): Promise<Connected> {
  if (choice.url !== undefined) {
    const session = await connectServer(choice.url);
    return { session, line: session.label };
  }
  if (choice.embedded === undefined) {
    const because = choice.because === undefined ? '' : `: ${choice.because}`;
    throw userError('no_database', `the environment has no database to connect to${because}`, {
      hint: 'set the variable, or name an embedded database under database.embedded',
    });
  }
  const seed = readSeed(choice);
  const session = await openEmbedded(choice.dir, choice.embedded, seed);
  const because = choice.because === undefined ? '' : `, because ${choice.because}`;
  return { session, line: `${session.label}${because}` };
}

function readSeed(choice: DatabaseChoice): { file: string; sql: string } | undefined {
  if (choice.seedFile === undefined || !existsSync(choice.seedFile)) return undefined;
  const file = relative(choice.dir, choice.seedFile).split(sep).join('/');
  return { file, sql: readFileSync(choice.seedFile, 'utf8') };
}
