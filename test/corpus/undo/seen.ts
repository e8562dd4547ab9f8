import { readCatalog } from '../../../src/catalog/index.js';
import type { Catalog } from '../../../src/model/catalog.js';
import { runOn } from '../../support/databases.js';
import { dump, withSession } from '../judge.js';
import { COLUMN_LIST, type Rows, readRelations, readRows } from '../rows.js';

/** All that a database holds. */
export interface Seen {
  readonly catalog: Catalog;
  /** pg_dump's text; empty where nobody asked for it. */
  readonly dump: string;
  /** Of tables, and of materialised views that hold any. */
  readonly rows: Rows;
  /** Sequences and where they are; those that gave no value have no entry. */
  readonly positions: ReadonlyMap<string, string>;
}

const EACH = (list: string, action: string): string =>
  `do $$ declare r text; begin for r in ${list} loop begin ${action} exception when others then null; end; end loop; end $$`;

const VIEWS = `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'm' and n.nspname !~ '^reconcile'`;

/** Materialised views hold what their queries say, and sequences have given values. */
export async function settle(url: string): Promise<void> {
  await runOn(url, EACH(VIEWS, "execute 'refresh materialized view ' || r;"));
  await runOn(
    url,
    EACH(
      "select format('%I.%I', schemaname, sequencename) from pg_sequences where schemaname !~ '^reconcile'",
      'perform nextval(r), nextval(r);',
    ),
  );
}

export async function look(url: string, dumped: boolean): Promise<Seen> {
  const positions = await runOn(
    url,
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as at from pg_sequences
      where schemaname !~ '^reconcile' and last_value is not null`,
  );
  return {
    catalog: await withSession(url, readCatalog),
    dump: dumped ? await dump(url) : '',
    rows: new Map([...(await readRows(url)), ...(await viewRows(url))]),
    positions: new Map(positions.map(({ name, at }) => [String(name), String(at)])),
  };
}

async function viewRows(url: string): Promise<Rows> {
  const views = await runOn(
    url,
    `select v.name, ${COLUMN_LIST('v.name::regclass')} as list from (${VIEWS} and c.relispopulated) v`,
  );
  const rows = await readRelations(url, views);
  return new Map([...rows].map(([name, held]) => [`materialized view ${name}`, held]));
}
