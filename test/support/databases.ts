import pg from 'pg';
import { splitStatements } from '../../src/sql/index.js';
import type { TestServer } from './server.js';

let made = 0;

/** Runs SQL as the superuser, outside the code under test. */
export async function runOn(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return connected(url, async (client) => {
    const result: pg.QueryResult | pg.QueryResult[] = await client.query(sql);
    return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
  });
}

async function connected<Result>(url: string, task: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await task(client);
  } finally {
    await client.end();
  }
}

/** Runs a script statement by statement, each committed by itself, as psql does. */
export async function runScriptOn(url: string, script: string): Promise<void> {
  await connected(url, async (client) => {
    for (const sql of statementsOf(script)) await client.query(sql);
  });
}

export function statementsOf(script: string): string[] {
  const { statements, error } = splitStatements(script);
  if (error !== undefined) throw new Error(error.message);
  return statements.map(({ sql }) => sql);
}

/** A new database of a name that no other test has, empty or a copy of one that nobody is connected to; resolves to its name. */
export async function createDatabase(server: TestServer, template = 'template0'): Promise<string> {
  made += 1;
  const name = `t_${process.pid}_${Date.now().toString(36)}_${made}`;
  await runOn(server.url(), `create database ${name} template ${template}`);
  return name;
}

/** Drops it, with whoever is still connected. */
export async function dropDatabase(server: TestServer, name: string): Promise<void> {
  await runOn(server.url(), `drop database if exists "${name.replaceAll('"', '""')}" with (force)`);
}

/** Runs a task on a database of its own that is gone afterwards. */
export async function withDatabase<Result>(
  server: TestServer,
  task: (url: string, name: string) => Promise<Result>,
): Promise<Result> {
  const name = await createDatabase(server);
  try {
    return await task(server.url(name), name);
  } finally {
    await dropDatabase(server, name);
  }
}
