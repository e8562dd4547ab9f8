import { qualified, quoteIdent } from '../../model/id.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { familyDocument } from './manifest.js';
import { memberName, members } from './members.js';

export interface FamilyAttributes {
  /** Members that belong to no class: operators and functions across types. */
  members: string[];
}

/** Its name with the access method, which is part of the identity: `public.f using btree`. */
const name = (o: Of<FamilyAttributes>): string =>
  `${qualified(o.id.schema, o.id.name)} using ${quoteIdent(o.id.arguments ?? '')}`;
const change = (o: Of<FamilyAttributes>, verb: string, list: readonly string[]): string[] =>
  list.length === 0 ? [] : [`alter operator family ${name(o)} ${verb} ${list.join(', ')}`];

function alter({ before, after }: AlterContext<FamilyAttributes>): string[] {
  const [old, wanted] = [before.attributes.members, after.attributes.members];
  return [
    ...change(after, 'drop', old.filter((member) => !wanted.includes(member)).map(memberName)),
    ...change(
      after,
      'add',
      wanted.filter((member) => !old.includes(member)),
    ),
  ];
}

export const operatorFamily = defineKind<FamilyAttributes>({
  name: 'operator_family',
  plural: 'operator_families',
  sqlType: 'OPERATOR FAMILY',
  catalog: 'pg_opfamily',
  part: false,
  owned: true,
  asConnecting: true,
  superuserOwned: true,
  privileges: null,
  rank: 10,
  read: () =>
    `select ${row({
      oid: 'f.oid',
      schema: 'n.nspname',
      name: 'f.opfname',
      args: 'a.amname',
      owner: 'f.opfowner',
      attributes: attributes({ members: members('pg_opfamily', 'f.oid') }),
    })} from pg_opfamily f join pg_namespace n on n.oid = f.opfnamespace join pg_am a on a.oid = f.opfmethod where ${USER_SCHEMA}`,
  create: (o) => [`create operator family ${name(o)}`, ...change(o, 'add', o.attributes.members)],
  drop: (o) => [`drop operator family ${name(o)}`],
  rename: (o, to) => [`alter operator family ${name(o)} rename to ${quoteIdent(to)}`],
  commentTarget: (o) => `OPERATOR FAMILY ${name(o)}`,
  document: familyDocument,
  attributes: { members: { alter } },
});

export const kinds = [operatorFamily];
