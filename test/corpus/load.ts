import { Readable } from 'node:stream';
import { connectServer, type Session } from '../../src/database/index.js';
import { splitStatements } from '../../src/sql/index.js';

/** Runs a psql script as psql does: statement by statement, COPY blocks with their rows. Throws the first error. */
export async function loadScript(url: string, script: string): Promise<void> {
  const session = await connectServer(url);
  try {
    for (const piece of pieces(script)) await load(session, piece);
  } finally {
    await session.close();
  }
}

interface Piece {
  readonly sql: string;
  /** Lines behind a closing COPY … FROM stdin. */
  readonly rows: string | null;
}

/** Cuts a script at its COPY blocks. */
function pieces(script: string): Piece[] {
  const found: Piece[] = [];
  let sql = '';
  const lines = script.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    sql += `${line}\n`;
    if (!/^copy\b.*\bfrom\s+stdin\b.*;\s*$/i.test(line)) continue;
    const end = lines.indexOf('\\.', at);
    const rows = lines.slice(at + 1, end).map((row) => `${row}\n`);
    found.push({ sql, rows: rows.join('') });
    sql = '';
    at = end;
  }
  return [...found, { sql, rows: null }];
}

async function load(session: Session, { sql, rows }: Piece): Promise<void> {
  const { statements, error } = splitStatements(sql);
  if (error !== undefined) throw new Error(error.message);
  const copy = rows === null ? undefined : statements.at(-1);
  for (const statement of statements) if (statement !== copy) await session.run(statement.sql);
  if (copy !== undefined && rows !== null) await session.copyIn(copy.sql, Readable.from([Buffer.from(rows)]));
}
