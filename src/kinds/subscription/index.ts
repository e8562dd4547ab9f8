import { quoteIdent, quoteLiteral } from '../../model/id.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { attributes, row } from '../sql.js';
import { subscriptionDocument } from './manifest.js';
import {
  connectionOf,
  creation,
  modelSubscriptions,
  SECRET_CONNECTION,
  type SubscriptionAttributes,
  subscriptionText,
  written,
} from './model.js';

const alter = (o: Of<SubscriptionAttributes>): string => `alter subscription ${quoteIdent(o.id.name)}`;
const slot = (o: Of<SubscriptionAttributes>): string =>
  `${alter(o)} set (slot_name = ${o.attributes.slot === null ? 'none' : quoteLiteral(o.attributes.slot)})`;

/** Option → SQL expression over pg_subscription, by the major that brought it. */
function optionColumns(version: number): Record<string, string> {
  const letters =
    "case s.substream::text when 't' then 'on' when 'true' then 'on' when 'p' then 'parallel' else 'off' end";
  return {
    binary: 's.subbinary::text',
    streaming: letters,
    synchronous_commit: 's.subsynccommit',
    ...(version >= 150000
      ? { disable_on_error: 's.subdisableonerr::text', two_phase: "(s.subtwophasestate <> 'd')::text" }
      : {}),
    ...(version >= 160000
      ? {
          password_required: 's.subpasswordrequired::text',
          run_as_owner: 's.subrunasowner::text',
          origin: 's.suborigin',
        }
      : {}),
    ...(version >= 170000 ? { failover: 's.subfailover::text' } : {}),
  };
}

/**
 * A connection string that may hold a password never leaves the server but as a digest. The column is closed to all but
 * superusers even where nothing of it is asked for, so it is named inside a query of its own that only they run.
 */
const CONNECTION = `case when has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'select') then
  convert_from(decode(substring(query_to_xml(format($$select encode(convert_to(case when c.subconninfo ~* '${SECRET_CONNECTION}'
    then 'sha256:' || encode(sha256(convert_to(c.subname || c.subconninfo, 'UTF8')), 'hex') else c.subconninfo end, 'UTF8'), 'hex') as hex
    from pg_catalog.pg_subscription c where c.oid = %s$$, s.oid), false, true, '')::text from '<hex>([0-9a-f]*)</hex>'), 'hex'), 'UTF8') end`;

/** Everything is changed in place, without talking to the publisher. */
export const subscription = defineKind<SubscriptionAttributes>({
  name: 'subscription',
  plural: 'subscriptions',
  sqlType: 'SUBSCRIPTION',
  catalog: 'pg_subscription',
  part: false,
  global: true,
  owned: true,
  asConnecting: true,
  superuserOwned: true,
  secret: true,
  hides: (o) => written(o.attributes) === null,
  privileges: null,
  rank: 16,
  read: (version) =>
    `select ${row({
      oid: 's.oid',
      name: 's.subname',
      owner: 's.subowner',
      attributes: attributes({
        connection: CONNECTION,
        publications: '(select jsonb_agg(p order by p collate "C") from unnest(s.subpublications) p)',
        enabled: 's.subenabled',
        slot: 's.subslotname',
        options: attributes(optionColumns(version)),
      }),
    })} from pg_subscription s where s.subdbid = (select d.oid from pg_database d where d.datname = current_database())`,
  create: (o) => [o.declaration?.text ?? creation(o.id.name, o.attributes, written(o.attributes) ?? '')],
  withoutSecrets: (o) => ({
    object: { ...o, attributes: { ...o.attributes, connection: written(o.attributes), enabled: false } },
    left:
      written(o.attributes) === null
        ? `without its connection string, which is kept nowhere, and disabled: ${alter(o)} connection '…', then enable it`
        : `disabled: see that its slot is still there, then ${alter(o)} enable`,
  }),
  model: modelSubscriptions,
  told: (o, statements) => subscriptionText(o.id.name, o.attributes, statements),
  // With a slot the server would have to be asked to drop it, which no transaction can.
  drop: (o) => [
    ...(o.attributes.enabled ? [`${alter(o)} disable`] : []),
    ...(o.attributes.slot === null ? [] : [`${alter(o)} set (slot_name = none)`]),
    `drop subscription ${quoteIdent(o.id.name)}`,
  ],
  rename: (o, name) => [`${alter(o)} rename to ${quoteIdent(name)}`],
  document: subscriptionDocument,
  attributes: {
    connection: {
      unverifiable: true,
      alter: ({ after }) => [
        `${alter(after)} connection ${quoteLiteral(written(after.attributes) ?? connectionOf(after.declaration?.text ?? ''))}`,
      ],
    },
    publications: {
      alter: ({ after }) => [
        `${alter(after)} set publication ${after.attributes.publications.map(quoteIdent).join(', ')} with (refresh = false)`,
      ],
    },
    slot: { alter: ({ after }) => [slot(after)] },
    enabled: {
      unsaid: true,
      alter: ({ after }) => [`${alter(after)} ${after.attributes.enabled ? 'enable' : 'disable'}`],
    },
    options: { alter: alterOptions },
  },
});

/** TWO_PHASE can be changed from 18 on. */
function alterOptions({ before, after, around }: AlterContext<SubscriptionAttributes>): string[] | 'replace' {
  const [old, wanted] = [before.attributes.options, after.attributes.options];
  if (around.version < 180000 && old.two_phase !== wanted.two_phase) return 'replace';
  const list = Object.entries(wanted).flatMap(([key, value]) =>
    old[key] === value || old[key] === undefined ? [] : [`${key} = ${quoteLiteral(value)}`],
  );
  return list.length === 0 ? [] : [`${alter(after)} set (${list.join(', ')})`];
}

export const kinds = [subscription];
