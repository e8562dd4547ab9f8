import { quoteIdent } from '../../model/id.js';
import { hasChildren } from '../heirs.js';
import { defineKind, type Of, type Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { enable, heir, usuallyEnabled } from './copy.js';
import { triggerEntry } from './manifest.js';

export interface TriggerAttributes {
  /** A constraint trigger, whose statement has another head and no OR REPLACE. */
  constraint: boolean;
  /** pg_get_triggerdef behind the name. */
  definition: string;
  /** pg_trigger.tgenabled: O D R A. */
  enabled: string;
  /** The partitioned table's trigger that it is a copy of: schema, table, name. */
  partitionOf: string[] | null;
}

function create(o: Of<TriggerAttributes>, around: Surroundings): string[] {
  const { constraint, definition, enabled } = o.attributes;
  return [
    ...(heir(o) === null
      ? [`create ${constraint ? 'constraint ' : ''}trigger ${quoteIdent(o.id.name)} ${definition}`]
      : []),
    // Copies that partitions got with it are switched along, and are told apart from it only after that.
    ...(enabled === usuallyEnabled(o, around) ? [] : [enable(o)]),
  ];
}

/** Before 15 a partition's copy counts as internal; since then those of foreign keys have parents too. */
const shown = (version: number): string =>
  version < 150000 ? '(not t.tgisinternal or t.tgparentid <> 0)' : 'not t.tgisinternal';

export const trigger = defineKind<TriggerAttributes>({
  name: 'trigger',
  plural: 'triggers',
  sqlType: 'TRIGGER',
  catalog: 'pg_trigger',
  part: true,
  actsOnRows: true,
  madeWith: 'trigger',
  owned: false,
  privileges: null,
  rank: 11,
  asks: () => ({ f: 'execute' }),
  // Row triggers of a partitioned table are its partitions' too.
  footprint: ({ verb, object, around }) => {
    const below =
      / FOR EACH ROW /.test(object.attributes.definition) &&
      around.parent(object as never)?.attributes.partitionKey != null;
    if (verb === 'create') return { own: 'SHARE ROW EXCLUSIVE', below };
    return verb === 'drop' ? { below } : {};
  },
  read: (version) =>
    `select ${row({
      oid: 't.oid',
      schema: 'n.nspname',
      table: 'c.relname',
      name: 't.tgname',
      relid: 'c.oid',
      attributes: attributes({
        constraint: 't.tgconstraint <> 0',
        definition:
          "substr(pg_get_triggerdef(t.oid), length('CREATE ' || case when t.tgconstraint <> 0 then 'CONSTRAINT ' else '' end || 'TRIGGER ' || quote_ident(t.tgname) || ' ') + 1)",
        enabled: 't.tgenabled',
        partitionOf: `case when t.tgparentid <> 0 then (select jsonb_build_array(pn.nspname, pc.relname, pt.tgname) from pg_trigger pt
          join pg_class pc on pc.oid = pt.tgrelid join pg_namespace pn on pn.oid = pc.relnamespace where pt.oid = t.tgparentid) end`,
      }),
    })} from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where ${shown(version)} and ${USER_SCHEMA}`,
  create,
  heir,
  // A copy goes with the trigger that it is of, and when its table leaves the partitioned one.
  drop: (o) => (heir(o) !== null ? [] : [`drop trigger ${quoteIdent(o.id.name)} on ${relationOf(o)}`]),
  rename: (o, name) => [
    `alter trigger ${quoteIdent(o.id.name)} on ${relationOf(o)} rename to ${quoteIdent(name)}`,
  ],
  commentTarget: (o) => `TRIGGER ${quoteIdent(o.id.name)} ON ${relationOf(o)}`,
  entry: triggerEntry,
  attributes: {
    constraint: { alter: 'replace' },
    definition: { alter: 'replace', definition: true },
    enabled: {
      own: true,
      usual: 'O',
      // Partitions' copies are switched one by one.
      alter: ({ after, around }) => [
        enable(after, hasChildren(after.id.schema, after.id.table ?? '', around) ? 'only ' : ''),
      ],
      lock: 'SHARE ROW EXCLUSIVE',
    },
    // A trigger of the partition's own has to go before it gets a copy under that name, and cannot come before the copy is gone.
    partitionOf: {
      alter: ({ before, after }) =>
        (before.attributes.partitionOf === null) === (after.attributes.partitionOf === null) ? [] : 'replace',
      tie: true,
    },
  },
});

export const kinds = [trigger];
