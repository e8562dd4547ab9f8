import type { StateStatement } from '../../manifest/state.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { compareText, keyOf, objectId, quoteIdent, quoteLiteral } from '../../model/id.js';
import { parseStatement } from '../../sql/index.js';
import { as, list, number, stringOf, strings, type TreeNode, text, typed } from '../../sql/node.js';
import type { Modelled } from '../kind.js';

export interface SubscriptionAttributes {
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
}

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
    if (node !== null) apply(found, node.type, node.fields, version);
  }
  return found;
}

function apply(found: Map<string, Draft>, type: string, fields: TreeNode, version: number): void {
  const name = text(fields, 'subname') ?? '';
  if (type === 'CreateSubscriptionStmt') {
    const publications = strings(list(fields, 'publication')).sort(compareText);
    const attributes = { publications, enabled: null, slot: name, options: optionDefaults(version) };
    found.set(name, { attributes, connection: text(fields, 'conninfo') ?? '', comment: null });
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
  return [...drafts(statements, live.version)].map(([name, { attributes, comment }]) => {
    const id = objectId('subscription', null, name);
    const object: CatalogObject = {
      id,
      key: keyOf(id),
      attributes: { ...attributes },
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
  const said = Object.entries(a.options).map(([key, value]) => `${key} = ${quoteLiteral(value)}`);
  const slot =
    a.slot === null ? ['slot_name = none'] : a.slot === name ? [] : [`slot_name = ${quoteLiteral(a.slot)}`];
  return `create subscription ${quoteIdent(name)} connection ${quoteLiteral(connection)} publication ${a.publications
    .map(quoteIdent)
    .join(', ')} with (${['connect = false', ...slot, ...said].join(', ')})`;
}
