import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { userError } from '../../model/errors.js';
import type { Io } from '../io.js';
import { projectDir, type RawOptions } from '../settings.js';

export interface InitSettings {
  readonly dir: string;
}

export function initSettings(options: RawOptions, io: Io): InitSettings {
  return { dir: projectDir(options, io) };
}

const ENVIRONMENT = `# One environment: which database, which state, and what may happen to it.
environment: dev
database: { url: "\${DATABASE_URL}", embedded: dev } # embedded serves where the variable is not set
schemas: [public]
state: [app] # folders of state/
unlisted: report # keep | report | refuse | drop
guard: { destructive: confirm, backup: auto }
`;
const TABLE = `table: notes
comment: One row per note
columns:
  id: uuid primary key default gen_random_uuid()
  title: text not null
  created_at: timestamptz not null default now()
indexes:
  notes_created_at_idx: (created_at)
`;
const FILES: Readonly<Record<string, string>> = {
  'environments/dev.yaml': ENVIRONMENT,
  'state/app/notes.yaml': TABLE,
};
const IGNORED = '.reconcile/';

/** Writes a small project that plans as it stands. Overwrites nothing: where one of its files is there, none is written. */
export async function initCommand({ dir }: InitSettings, io: Io): Promise<number> {
  const there: string[] = [];
  for (const file of Object.keys(FILES)) {
    if ((await textOf(join(dir, file))) !== null) there.push(file);
  }
  if (there.length > 0) {
    throw userError('exists', `there already is ${there.join(' and ')}; nothing was written`, {
      hint: 'choose another folder with --dir',
    });
  }
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    // wx: never over a file that came up in the meantime.
    await writeFile(join(dir, file), text, { flag: 'wx' });
  }
  const ignored = await ignore(join(dir, '.gitignore'));
  const written = [...Object.keys(FILES), ...(ignored ? ['.gitignore'] : [])];
  io.out.write(`${written.map((file) => `wrote ${file}\n`).join('')}\nNext: reconcile plan dev\n`);
  return 0;
}

/** Adds the folder for backups and embedded databases, unless it is there. Gives whether it was added. */
async function ignore(path: string): Promise<boolean> {
  const text = (await textOf(path)) ?? '';
  if (text.split(/\r?\n/).some((line) => line.trim().replace(/^\/|\/$/g, '') === '.reconcile')) return false;
  await appendFile(path, `${text === '' || text.endsWith('\n') ? '' : '\n'}${IGNORED}\n`);
  return true;
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
