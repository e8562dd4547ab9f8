import type { Refusal, SecondOpinion } from './check.js';

/** A PostgreSQL 18 in this process that is asked about syntax, until it is closed. */
export interface Grammar {
  readonly ask: SecondOpinion;
  close(): Promise<void>;
}

/**
 * Has PostgreSQL 18 itself (PGlite) parse statements, without running them: the Parse message of a utility statement
 * only reads its grammar. Errors other than of syntax are no refusal. Takes about a second to start.
 */
export async function openGrammar(): Promise<Grammar> {
  const { PGlite } = await import('@electric-sql/pglite');
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs');
  const database = await PGlite.create({ loadDataDir: await dataDir() });
  return {
    ask: async (statements) => {
      const opinions: (Refusal | null)[] = [];
      for (const sql of statements) opinions.push(await ask(database, sql));
      return opinions;
    },
    close: () => database.close(),
  };
}

/** One question to a PostgreSQL 18 started for it. */
export const postgres18: SecondOpinion = async (statements) => {
  const grammar = await openGrammar();
  try {
    return await grammar.ask(statements);
  } finally {
    await grammar.close();
  }
};

/** syntax_error, and feature_not_supported, which the grammar raises for combinations it knows and refuses. */
const SYNTAX = new Set(['42601', '0A000']);

async function ask(
  database: { describeQuery(sql: string): Promise<unknown> },
  sql: string,
): Promise<Refusal | null> {
  try {
    await database.describeQuery(sql);
    return null;
  } catch (error) {
    const { code, message, position } = fields(error);
    if (!SYNTAX.has(code)) return null;
    // Positions count characters from 1.
    const characters = [...sql].slice(0, Math.max(0, Number(position ?? '1') - 1));
    return { message, offset: characters.join('').length };
  }
}

function fields(error: unknown): { code: string; message: string; position: string | undefined } {
  const of = (key: string): string | undefined => {
    if (typeof error !== 'object' || error === null) return undefined;
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  return { code: of('code') ?? '', message: of('message') ?? String(error), position: of('position') };
}
