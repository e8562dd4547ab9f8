import { embeddedExtensions } from '../database/index.js';
import type { Session } from '../database/session.js';
import type { State, StateStatement } from '../manifest/state.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { keyOf, objectId, quoteIdent } from '../model/id.js';
import { nameOf, parseStatement, tokenize } from '../sql/index.js';
import { as, text } from '../sql/node.js';
import type { Scratch } from './open.js';

/** What CREATE EXTENSION says of itself. */
interface Wanted {
  readonly name: string;
  readonly schema: string | null;
  readonly version: string | null;
  readonly statement: StateStatement;
}

/** Every database begins with it. */
const EVERYWHERE = 'plpgsql';

/** How extensions are made in one scratch: for real where it has them, on paper where it has not. */
export interface Extensions {
  /** The scratch can make it. */
  has(name: string): boolean;
  /** What state makes there on paper only. */
  readonly onPaper: readonly string[];
  /** A CREATE EXTENSION as the scratch can run it; `null`: on paper; `undefined`: the statement is another. */
  textOf(statement: StateStatement): string | null | undefined;
  /** What makes a live extension there, for state that refers to its members. */
  standIn(name: string, live: Catalog): string;
  /** Versions and extensions that only the state (or the live database) knows. */
  amend(read: Catalog, live: Catalog): Catalog;
}

const part = (sql: string, word: string): string | null => {
  const found =
    new RegExp(`\\b${word}\\s+(?:=\\s*)?("(?:[^"]|"")+"|'[^']+'|[\\w.$-]+)`, 'i').exec(sql)?.[1] ?? null;
  return found === null ? null : found.replace(/^["'](.*)["']$/s, '$1').replaceAll('""', '"');
};

function wanted(statement: StateStatement): Wanted | null {
  const name = statement.creates.find((ref) => ref.kind === 'extension')?.name;
  if (name === undefined) return null;
  return { name, schema: part(statement.sql, 'schema'), version: part(statement.sql, 'version'), statement };
}

/** Whose comment a COMMENT ON EXTENSION sets; `null` for other statements. */
const commented = ({ sql }: StateStatement): string | null =>
  /^\s*comment\s+on\s+extension\b/i.test(sql) ? nameOf(tokenize(sql).tokens[3]) : null;

function commentIn(sql: string): string | null {
  const parsed = parseStatement(sql);
  const node = parsed.kind === 'parsed' ? as(parsed.tree.node, 'CommentStmt') : null;
  return node === null ? null : (text(node, 'comment') ?? null);
}

/** Names of the extensions that a scratch for this state may need. */
export function extensionNames(state: State, live: Catalog): string[] {
  const own = state.statements.flatMap((statement) => wanted(statement)?.name ?? []);
  const there = [...live.objects.values()].flatMap((object) =>
    object.key === extensionKey(object.id.name) ? object.id.name : [],
  );
  return [...new Set([...own, ...there])];
}

const extensionKey = (name: string): string => keyOf(objectId('extension', null, name));

/** On a server everything is made as written: it has what the live database has. */
const asWritten: Extensions = {
  has: () => true,
  onPaper: [],
  textOf: () => undefined,
  standIn: (name, live) => createText(name, schemaOf(name, live)),
  amend: (read) => read,
};

export async function scratchExtensions({ kind, session }: Scratch, state: State): Promise<Extensions> {
  if (kind === 'server') return asWritten;
  const known = new Set(kind === 'embedded' ? await embeddedExtensions() : await available(session));
  const said = new Map(
    state.statements.flatMap((statement) => {
      const one = wanted(statement);
      return one === null ? [] : [[one.name, one] as const];
    }),
  );
  const onPaper = [...said.keys()].filter((name) => name !== EVERYWHERE && !known.has(name));
  const comments = new Map(
    state.statements.flatMap((statement) => {
      const name = commented(statement);
      return name !== null && onPaper.includes(name) ? [[name, commentIn(statement.sql)]] : [];
    }),
  );
  return {
    has: (name) => known.has(name),
    onPaper,
    textOf: (statement) => {
      const one = wanted(statement);
      if (one === null) return onPaper.includes(commented(statement) ?? '') ? null : undefined;
      if (one.name === EVERYWHERE) return null;
      return known.has(one.name) ? createText(one.name, one.schema) : null;
    },
    standIn: (name, live) => createText(name, schemaOf(name, live)),
    amend: (read, live) => ({ ...read, objects: amended(read, live, said, comments) }),
  };
}

async function available(session: Session): Promise<string[]> {
  const rows = await session.query<{ name: string }>(
    'select name::text as name from pg_available_extensions',
  );
  return rows.map(({ name }) => name);
}

const createText = (name: string, schema: string | null): string =>
  `create extension if not exists ${quoteIdent(name)}${schema === null ? '' : ` schema ${quoteIdent(schema)}`} cascade`;

const schemaOf = (name: string, live: Catalog): string | null => {
  const schema = live.objects.get(extensionKey(name))?.attributes.schema;
  return typeof schema === 'string' ? schema : null;
};

/** What state pins is the version that is wanted, whatever the scratch has; what the scratch lacks is there on paper. */
function amended(
  read: Catalog,
  live: Catalog,
  said: ReadonlyMap<string, Wanted>,
  comments: ReadonlyMap<string, string | null>,
): Map<string, CatalogObject> {
  const objects = new Map(read.objects);
  for (const { name, schema, version } of said.values()) {
    if (name === EVERYWHERE) continue;
    const key = extensionKey(name);
    const known = objects.get(key) ?? live.objects.get(key);
    const attributes = {
      schema: schema ?? String(known?.attributes.schema ?? 'public'),
      version: version ?? String(known?.attributes.version ?? ''),
    };
    const base = known ?? paper(name);
    objects.set(key, {
      ...base,
      attributes: { ...base.attributes, ...attributes },
      dependsOn: [{ on: keyOf(objectId('schema', null, attributes.schema)), type: 'normal' }],
      comment: objects.get(key)?.comment ?? comments.get(name) ?? null,
    });
  }
  return objects;
}

function paper(name: string): CatalogObject {
  const id = objectId('extension', null, name);
  return {
    id,
    key: keyOf(id),
    attributes: {},
    owner: null,
    grants: null,
    comment: null,
    parent: null,
    dependsOn: [],
    extension: null,
    address: { catalog: 'pg_extension', oid: 0, sub: 0 },
  };
}
