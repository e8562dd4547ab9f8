import { quoteIdent, quoteLiteral } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { attributes, row } from '../sql.js';
import { eventTriggerDocument } from './manifest.js';

export interface EventTriggerAttributes {
  event: string;
  /** Command tags as they were written; empty: all. */
  tags: string[];
  function: string;
  /** pg_event_trigger.evtenabled: O D R A. */
  enabled: string;
}

const WORDS: Record<string, string> = { O: 'enable', D: 'disable', R: 'enable replica', A: 'enable always' };
const enable = (o: Of<EventTriggerAttributes>): string =>
  `alter event trigger ${quoteIdent(o.id.name)} ${WORDS[o.attributes.enabled] ?? 'enable'}`;

export const eventTrigger = defineKind<EventTriggerAttributes>({
  name: 'event_trigger',
  plural: 'event_triggers',
  sqlType: 'EVENT TRIGGER',
  catalog: 'pg_event_trigger',
  part: false,
  global: true,
  owned: true,
  asConnecting: true,
  superuserOwned: true,
  privileges: null,
  rank: 20,
  // It acts on the statements of the plan itself, and of the scratch.
  order: { up: 'last', down: 'first' },
  watches: true,
  read: () =>
    `select ${row({
      oid: 't.oid',
      name: 't.evtname',
      owner: 't.evtowner',
      attributes: attributes({
        event: 't.evtevent',
        tags: "coalesce(to_jsonb(t.evttags), '[]'::jsonb)",
        function: 't.evtfoid::regproc::text',
        enabled: 't.evtenabled',
      }),
    })} from pg_event_trigger t where t.oid >= 16384`,
  create: (o) => {
    const { event, tags, function: call, enabled } = o.attributes;
    const when = tags.length === 0 ? '' : ` when tag in (${tags.map(quoteLiteral).join(', ')})`;
    return [
      `create event trigger ${quoteIdent(o.id.name)} on ${event}${when} execute function ${call}()`,
      ...(enabled === 'O' ? [] : [enable(o)]),
    ];
  },
  drop: (o) => [`drop event trigger ${quoteIdent(o.id.name)}`],
  rename: (o, name) => [`alter event trigger ${quoteIdent(o.id.name)} rename to ${quoteIdent(name)}`],
  document: eventTriggerDocument,
  attributes: {
    event: { alter: 'replace' },
    tags: { alter: 'replace' },
    function: { alter: 'replace' },
    enabled: { alter: ({ after }) => [enable(after)] },
  },
});

export const kinds = [eventTrigger];
