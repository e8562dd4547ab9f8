import type { Session } from '../database/session.js';
import { quoteIdent } from '../model/id.js';
import { sameMajor } from './load.js';
import type { OpenBackup } from './open.js';
import { sameBytes } from './same-bytes.js';
import { ROW_SETTINGS, underSettings } from './settings.js';

export interface Verified {
  readonly tables: number;
  readonly rows: number;
  /** What is not as it should be; none where the backup is whole. */
  readonly problems: readonly string[];
}

const SCRATCH = 'pg_temp.reconcile_verify';

/**
 * Loads every table of a backup, whose checksums were verified when it was opened, into a scratch table and compares
 * counts and contents. Everything happens in a transaction that is rolled back.
 */
export async function verifyBackup(session: Session, { manifest, source }: OpenBackup): Promise<Verified> {
  const problems: string[] = [];
  const types = new Map(
    (manifest.undo?.objects ?? []).flatMap(({ key, attributes }) =>
      typeof attributes.type === 'string' ? [[key, attributes.type] as const] : [],
    ),
  );
  const settings = { ...ROW_SETTINGS, ...(source.timeZone === null ? {} : { timezone: source.timeZone }) };
  let rows = 0;
  await session.run('begin');
  try {
    await underSettings(session, settings, async () => {
      for (const data of manifest.tables) {
        const name = `${data.schema}.${data.name}`;
        const columns = await Promise.all(
          data.columns.map(async (column) => {
            const key = `column ${quoteIdent(data.schema)}.${quoteIdent(data.name)}.${quoteIdent(column)}`;
            return `${quoteIdent(column)} ${await knownType(session, types.get(key))}`;
          }),
        );
        await session.run(`create temporary table reconcile_verify (${columns.join(', ')})`);
        const loaded = await session.copyIn(`copy ${SCRATCH} from stdin`, source.read(data));
        const same =
          !sameMajor(source.version, session.version) ||
          (await sameBytes(session.copyOut(`copy ${SCRATCH} to stdout`), source.read(data)));
        await session.run(`drop table ${SCRATCH}`);
        rows += loaded;
        if (loaded !== data.rows) problems.push(`${name}: ${loaded} rows, ${data.rows} expected`);
        else if (!same) problems.push(`${name}: other values than were saved`);
      }
    });
  } finally {
    if (!session.broken) await session.run('rollback');
  }
  return { tables: manifest.tables.length, rows, problems };
}

/** A type as it is written, where the database has it; else text, which holds what COPY wrote all the same. */
async function knownType(session: Session, type: string | undefined): Promise<string> {
  if (type === undefined) return 'text';
  const [found] = await session.query<{ there: boolean }>('select to_regtype($1) is not null as there', [
    type.replace(/\([\d, ]+\)/, ''),
  ]);
  return found?.there === true ? type : 'text';
}
