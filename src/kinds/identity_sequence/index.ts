import { type Key, keyOf, type ObjectId, objectId, sqlName } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';

export interface IdentitySequenceAttributes {
  /** The sequence's own name; its column's statements give it. */
  sequence: string;
}

type IdentitySequence = Of<IdentitySequenceAttributes>;

const sequenceId = ({ id, attributes }: IdentitySequence): ObjectId =>
  objectId('sequence', id.schema, attributes.sequence);
const nameOf = (o: IdentitySequence): string => sqlName(sequenceId(o));
const columnOf = ({ id }: IdentitySequence): Key =>
  keyOf(objectId('column', id.schema, id.name, { table: id.table }));

/**
 * The sequence behind an identity column, under the column's name: its comment and privileges. All else of it is the
 * column's, which makes and drops it.
 */
export const identitySequence = defineKind<IdentitySequenceAttributes>({
  name: 'identity_sequence',
  plural: 'identity_sequences',
  sqlType: 'SEQUENCE',
  catalog: 'pg_class',
  part: true,
  owned: false,
  privileges: { letter: 's', word: 'SEQUENCE', defaults: 'S', on: nameOf },
  createdWithParent: true,
  survivesRetype: true,
  rank: 5,
  read: () =>
    `select ${row({
      oid: 'sc.oid',
      relid: 'c.oid',
      schema: 'n.nspname',
      table: 'c.relname',
      name: 'a.attname',
      owner: 'sc.relowner',
      acl: 'sc.relacl',
      attributes: attributes({ sequence: 'sc.relname' }),
    })} from pg_class sc join pg_depend d on d.objid = sc.oid and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
       and d.deptype = 'i' and d.refobjsubid > 0
     join pg_class c on c.oid = d.refobjid join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
     where sc.relkind = 'S' and ${USER_SCHEMA}`,
  create: () => [],
  drop: () => [],
  bears: columnOf,
  calledIn: sequenceId,
  renamedIn: (o, now) => ({ sequence: now(keyOf(sequenceId(o)))?.name ?? o.attributes.sequence }),
  sharesOwner: ({ parent }) => parent,
  commentTarget: (o) => `SEQUENCE ${nameOf(o)}`,
  // Nothing but what all kinds have: privileges and comment.
  entry: () => ({ clause: null, map: new Map() }),
  attributes: { sequence: { alter: () => [] } },
});

export const kinds = [identitySequence];
