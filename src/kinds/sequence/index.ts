import { type Key, keyOf, objectId, quoteIdent, sqlName } from '../../model/id.js';
import type { Deed, Footprint } from '../footprint.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { printedName } from '../words.js';
import { beginsAgain, movedInside, usualBounds } from './bounds.js';
import { sequenceDocument } from './manifest.js';

export interface SequenceAttributes {
  type: string;
  start: string;
  increment: string;
  min: string;
  max: string;
  cache: string;
  cycle: boolean;
  persistence: string;
  /** `schema.table.column`, quoted where needed. */
  ownedBy: string | null;
}

function options(a: SequenceAttributes): string {
  return `as ${a.type} start with ${a.start} increment by ${a.increment} minvalue ${a.min} maxvalue ${a.max} cache ${a.cache}${a.cycle ? ' cycle' : ' no cycle'}`;
}

const alterOptions = ({ before, after }: AlterContext<SequenceAttributes>): string[] => [
  ...movedInside(sqlName(after.id), before.attributes, after.attributes),
  `alter sequence ${sqlName(after.id)} ${options(after.attributes)}${beginsAgain(before.attributes, after.attributes) ? ' restart' : ''}`,
];
/** Bounds that its position may lie outside of. */
function positionLost({ verb, before, object }: Deed<SequenceAttributes>): Footprint {
  if (verb !== 'alter' || before === null) return {};
  const [was, will] = [before.attributes, object.attributes];
  if (!beginsAgain(was, will) && movedInside('', was, will).length === 0) return {};
  const message = `where its position lies outside of ${will.min} to ${will.max}, it goes on from ${
    beginsAgain(was, will) ? will.start : 'the nearer of these'
  }, and nothing brings the position back`;
  return { hazards: [{ kind: 'position', message }] };
}
const option = { alter: alterOptions, lock: 'SHARE ROW EXCLUSIVE' };
const ownedBy = (o: Of<SequenceAttributes>): string =>
  `alter sequence ${sqlName(o.id)} owned by ${o.attributes.ownedBy ?? 'none'}`;

/** The table whose column owns it. */
function ownerTable(o: Of<SequenceAttributes>): Key | null {
  const [schema = null, table] = o.attributes.ownedBy === null ? [] : printedName(o.attributes.ownedBy);
  return table === undefined ? null : keyOf(objectId('table', schema, table));
}

export const sequence = defineKind<SequenceAttributes>({
  name: 'sequence',
  plural: 'sequences',
  sqlType: 'SEQUENCE',
  catalog: 'pg_class',
  part: false,
  owned: true,
  privileges: { letter: 's', word: 'SEQUENCE', defaults: 'S' },
  holdsRows: true,
  loss: 'sequence',
  survivesRetype: true,
  rank: 3,
  // Identity sequences belong to their column (pg_depend 'i') and are read with it.
  read: () =>
    `select ${row({
      oid: 'c.oid',
      schema: 'n.nspname',
      name: 'c.relname',
      owner: 'c.relowner',
      acl: 'c.relacl',
      attributes: attributes({
        type: 'format_type(s.seqtypid, null)',
        start: 's.seqstart::text',
        increment: 's.seqincrement::text',
        min: 's.seqmin::text',
        max: 's.seqmax::text',
        cache: 's.seqcache::text',
        cycle: 's.seqcycle',
        persistence: 'c.relpersistence',
        ownedBy: `(select quote_ident(tn.nspname) || '.' || quote_ident(t.relname) || '.' || quote_ident(a.attname)
          from pg_depend d join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
          join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
          where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.deptype = 'a' limit 1)`,
      }),
    })} from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
     where c.relkind = 'S' and ${USER_SCHEMA} and not exists (select from pg_depend d
       where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i' and d.refclassid = 'pg_class'::regclass)`,
  create: (o) => [
    `create ${o.attributes.persistence === 'u' ? 'unlogged ' : ''}sequence ${sqlName(o.id)} ${options(o.attributes)}`,
  ],
  sharesOwner: ownerTable,
  // That its column changes its type is nothing to a sequence; where its table is made anew it counts on.
  detach: (o, after, on) => {
    if (on.parent !== null) return { before: [], after: [] };
    const owner = ownerTable(after);
    if (ownerTable(o) !== on.key || (owner !== on.key && owner !== null)) return null;
    // It stands free from then on, or is tied to the table that is made anew.
    const again = owner === null ? [] : [ownedBy(after)];
    return { before: [`alter sequence ${sqlName(o.id)} owned by none`], after: again };
  },
  follow: (o) =>
    o.attributes.ownedBy === null ? null : { on: `column ${o.attributes.ownedBy}`, sql: [ownedBy(o)] },
  drop: (o) => [`drop sequence ${sqlName(o.id)}`],
  rename: (o, name) => [`alter sequence ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  footprint: positionLost,
  document: sequenceDocument,
  attributes: {
    type: { ...option, usual: 'bigint' },
    start: { ...option, usual: (a) => usualBounds(a).start },
    increment: { ...option, usual: '1' },
    min: { ...option, usual: (a) => usualBounds(a).min },
    max: { ...option, usual: (a) => usualBounds(a).max },
    cache: { ...option, usual: '1' },
    cycle: { ...option, usual: false },
    persistence: {
      usual: 'p',
      alter: ({ after }) => [
        `alter sequence ${sqlName(after.id)} set ${after.attributes.persistence === 'u' ? 'unlogged' : 'logged'}`,
      ],
    },
    ownedBy: { usual: null, alter: ({ after }) => [ownedBy(after)], lock: 'SHARE ROW EXCLUSIVE' },
  },
});

export const kinds = [sequence];
