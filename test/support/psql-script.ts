import { createReadStream, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Session } from '../../src/database/index.js';

/** Runs a script of psql's as psql would, as far as restore.sql goes: \set, \ir, and COPY blocks in included files. */
export async function runScript(session: Session, path: string): Promise<void> {
  let sql = '';
  const flush = async (): Promise<void> => {
    if (sql.trim() !== '') await session.run(sql);
    sql = '';
  };
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const file = /^\\ir '(.*)'$/.exec(line)?.[1];
    if (line.startsWith('\\set ')) continue;
    if (file === undefined) {
      sql += `${line}\n`;
      continue;
    }
    await flush();
    await load(session, join(dirname(path), file));
  }
  await flush();
}

/** `COPY … FROM stdin;`, the rows, and `\.` on the last line. */
async function load(session: Session, path: string): Promise<void> {
  const text = readFileSync(path);
  const start = text.indexOf(10) + 1;
  const end = text.length - '\\.\n'.length;
  if (text.subarray(end).toString() !== '\\.\n') throw new Error(`${path} does not end in \\.`);
  const statement = text.subarray(0, start).toString().trim().replace(/;$/, '');
  const rows = end > start ? createReadStream(path, { start, end: end - 1 }) : nothing();
  await session.copyIn(statement, rows);
}

async function* nothing(): AsyncIterable<Uint8Array> {}
