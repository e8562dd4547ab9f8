import { createHash } from 'node:crypto';
import type { StateStatement } from '../../manifest/state.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { UserError } from '../../model/errors.js';
import { compareText, keyOf, objectId, quoteIdent, quoteLiteral } from '../../model/id.js';
import { parseStatement } from '../../sql/index.js';
import { as, list, number, stringOf, strings, type TreeNode, text, typed } from '../../sql/node.js';
import type { Modelled } from '../kind.js';

export interface SubscriptionAttributes {
  /**
   * The connection string, or `sha256:` and a digest where it may hold a password. `null`: it may not be read, or
   * depends on an environment variable that is not set.
   */
  connection: string | null;
  publications: string[];
  /** `null`: state does not say. */
  enabled: boolean | null;
  /** `null`: NONE. */
  slot: string | null;
  /** Settings of ALTER SUBSCRIPTION … SET by name, as that major has them. */
  options: { [name: string]: string };
}

/** Settings and their defaults by the major that brought them. */
export function optionDefaults(version: number): Record<string, string> {
  return {
    binary: 'false',
    streaming: version >= 180000 ? 'parallel' : 'off',
    synchronous_commit: 'off',
    ...(version >= 150000 ? { disable_on_error: 'false', two_phase: 'false' } : {}),
    ...(version >= 160000 ? { password_required: 'true', run_as_owner: 'false', origin: 'any' } : {}),
    ...(version >= 170000 ? { failover: 'false' } : {}),
  };
}

interface Draft {
  attributes: SubscriptionAttributes;
  connection: string;
  comment: string | null;
  readonly statement: StateStatement;
}

/** Whether a connection string may hold a password: a key or a URL that may have one. */
export const SECRET_CONNECTION = 'pass|://';
const DIGEST = 'sha256:';

/** The connection string, where a catalog holds it. */
export const written = ({ connection }: SubscriptionAttributes): string | null =>
  connection === null || connection.startsWith(DIGEST) ? null : connection;

/** A connection string as pg_subscription is read: never with a password. */
function shownConnection(name: string, connection: string): string | null {
  if (variableIn(connection) !== null) return null;
  if (!new RegExp(SECRET_CONNECTION, 'i').test(connection)) return connection;
  return `${DIGEST}${createHash('sha256').update(`${name}${connection}`).digest('hex')}`;
}

/** The variable that was not set, and so is still to be seen. */
const variableIn = (connection: string): string | null => /\$\{(\w+)\}/.exec(connection)?.[1] ?? null;

/** What one option's value is, as pg_subscription would be read. */
function optionValue(option: TreeNode | null): string {
  const arg = typed(option?.arg);
  if (arg === null) return 'true';
  if (arg.type === 'Boolean') return String(arg.fields.boolval === true);
  if (arg.type === 'Integer') return String(number(arg.fields, 'ival'));
  return stringOf(option?.arg) ?? text(arg.fields, 'fval') ?? strings(list(arg.fields, 'names')).at(-1) ?? '';
}
const TRUE = ['true', 'on', '1', 'yes'];

function drafts(statements: readonly StateStatement[], version: number): Map<string, Draft> {
  const found = new Map<string, Draft>();
  for (const statement of statements) {
    if (!/\bsubscription\b/i.test(statement.sql)) continue;
    const parsed = parseStatement(statement.sql);
    const node = parsed.kind === 'parsed' ? typed(parsed.tree.node) : null;
    if (node !== null) apply(found, node.type, node.fields, version, statement);
  }
  return found;
}

function apply(
  found: Map<string, Draft>,
  type: string,
  fields: TreeNode,
  version: number,
  statement: StateStatement,
): void {
  const name = text(fields, 'subname') ?? '';
  if (type === 'CreateSubscriptionStmt') {
    const publications = strings(list(fields, 'publication')).sort(compareText);
    const attributes = {
      connection: null,
      publications,
      enabled: null,
      slot: name,
      options: optionDefaults(version),
    };
    found.set(name, { attributes, connection: text(fields, 'conninfo') ?? '', comment: null, statement });
    options(
      found.get(name),
      list(fields, 'options').map((value) => as(value, 'DefElem')),
    );
  } else if (type === 'AlterSubscriptionStmt') alter(found.get(name), fields);
  else if (type === 'DropSubscriptionStmt') found.delete(name);
  else if (type === 'CommentStmt' && text(fields, 'objtype') === 'OBJECT_SUBSCRIPTION') {
    const draft = found.get(stringOf(fields.object) ?? '');
    if (draft !== undefined) draft.comment = text(fields, 'comment');
  } else if (type === 'RenameStmt' && text(fields, 'renameType') === 'OBJECT_SUBSCRIPTION') {
    const [from, to] = [stringOf(fields.object) ?? '', text(fields, 'newname') ?? ''];
    const draft = found.get(from);
    if (draft !== undefined) found.set(to, draft);
    found.delete(from);
  }
}

function alter(draft: Draft | undefined, fields: TreeNode): void {
  if (draft === undefined) return;
  const { attributes } = draft;
  const named = strings(list(fields, 'publication'));
  switch (text(fields, 'kind')) {
    case 'ALTER_SUBSCRIPTION_CONNECTION':
      draft.connection = text(fields, 'conninfo') ?? '';
      break;
    case 'ALTER_SUBSCRIPTION_SET_PUBLICATION':
      attributes.publications = [...named].sort(compareText);
      break;
    case 'ALTER_SUBSCRIPTION_ADD_PUBLICATION':
      attributes.publications = [...new Set([...attributes.publications, ...named])].sort(compareText);
      break;
    case 'ALTER_SUBSCRIPTION_DROP_PUBLICATION':
      attributes.publications = attributes.publications.filter((one) => !named.includes(one));
      break;
    default:
      options(
        draft,
        list(fields, 'options').map((value) => as(value, 'DefElem')),
      );
  }
}

function options(draft: Draft | undefined, given: readonly (TreeNode | null)[]): void {
  if (draft === undefined) return;
  for (const option of given) {
    const key = text(option, 'defname') ?? '';
    const value = optionValue(option);
    if (key === 'enabled') draft.attributes.enabled = TRUE.includes(value.toLowerCase());
    else if (key === 'slot_name') draft.attributes.slot = value.toLowerCase() === 'none' ? null : value;
    else if (key in draft.attributes.options) draft.attributes.options[key] = normal(key, value);
  }
}

/** As pg_subscription shows it: true and false for flags, on, off and parallel for streaming. */
function normal(key: string, value: string): string {
  const lower = value.toLowerCase();
  if (key === 'synchronous_commit' || key === 'origin') return lower;
  if (lower === 'parallel') return lower;
  const on = TRUE.includes(lower);
  return key === 'streaming' ? (on ? 'on' : 'off') : String(on);
}

/** Subscriptions as state's statements leave them: a scratch would ask the publisher, and PGlite can hold none. */
export async function modelSubscriptions(
  _session: unknown,
  statements: readonly StateStatement[],
  { live, owner }: { readonly live: Catalog; readonly owner: string },
): Promise<readonly Modelled[]> {
  return [...drafts(statements, live.version)].map(([name, draft]) => {
    const { attributes, connection, comment } = draft;
    const id = objectId('subscription', null, name);
    if (!live.objects.has(keyOf(id))) requireConnection(name, draft);
    const object: CatalogObject = {
      id,
      key: keyOf(id),
      attributes: { ...attributes, connection: shownConnection(name, connection) },
      owner,
      grants: null,
      comment,
      parent: null,
      dependsOn: [],
      extension: null,
      address: { catalog: 'pg_subscription', oid: 0, sub: 0 },
    };
    return { object, says: new Set() };
  });
}

/** @throws UserError where what makes a new subscription's connection is not set. */
function requireConnection(name: string, { connection, statement }: Draft): void {
  const variable = variableIn(connection);
  if (variable === null) return;
  const at = statement.at;
  throw new UserError([
    {
      code: 'unset-variable',
      message: `the environment variable ${variable} is not set, and the subscription ${name} is not there yet`,
      at,
      source: statement.line(at),
      hint: `set it: export ${variable}=…`,
    },
  ]);
}

/** The connection string that a creating statement gives. */
export function connectionOf(statement: string): string {
  const parsed = parseStatement(statement);
  const fields = parsed.kind === 'parsed' ? (typed(parsed.tree.node)?.fields ?? null) : null;
  return text(fields, 'conninfo') ?? '';
}

/** The creating statement, without asking the publisher: disabled, no slot made, nothing copied. */
export function subscriptionText(
  name: string,
  a: SubscriptionAttributes,
  statements: readonly StateStatement[],
): string | null {
  const draft = drafts(statements, 0).get(name);
  return draft === undefined ? null : creation(name, a, draft.connection);
}

/** The creating statement for one connection string. */
export function creation(name: string, a: SubscriptionAttributes, connection: string): string {
  const said = Object.entries(a.options)
    .sort(([one], [other]) => compareText(one, other))
    .map(([key, value]) => `${key} = ${quoteLiteral(value)}`);
  const slot =
    a.slot === null ? ['slot_name = none'] : a.slot === name ? [] : [`slot_name = ${quoteLiteral(a.slot)}`];
  return `create subscription ${quoteIdent(name)} connection ${quoteLiteral(connection)} publication ${a.publications
    .map(quoteIdent)
    .join(', ')} with (${['connect = false', ...slot, ...said].join(', ')})`;
}
