import { qualified, quoteIdent } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { members } from '../operator_family/members.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { classDocument } from './manifest.js';

export interface ClassAttributes {
  type: string;
  default: boolean;
  family: string;
  /** What the index stores where it is another type. */
  storage: string | null;
  members: string[];
}

const name = (o: Of<ClassAttributes>): string =>
  `${qualified(o.id.schema, o.id.name)} using ${quoteIdent(o.id.arguments ?? '')}`;

export const operatorClass = defineKind<ClassAttributes>({
  name: 'operator_class',
  plural: 'operator_classes',
  sqlType: 'OPERATOR CLASS',
  catalog: 'pg_opclass',
  part: false,
  owned: true,
  asConnecting: true,
  superuserOwned: true,
  privileges: null,
  rank: 11,
  // ORDER BY … USING wants its operator in one, and records the operator alone.
  foundByUse: () => true,
  read: () =>
    `select ${row({
      oid: 'c.oid',
      schema: 'n.nspname',
      name: 'c.opcname',
      args: 'a.amname',
      owner: 'c.opcowner',
      attributes: attributes({
        type: 'format_type(c.opcintype, null)',
        default: 'c.opcdefault',
        family:
          "(select quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) from pg_opfamily f join pg_namespace fn on fn.oid = f.opfnamespace where f.oid = c.opcfamily)",
        storage: 'case when c.opckeytype <> 0 then format_type(c.opckeytype, null) end',
        members: members('pg_opclass', 'c.oid'),
      }),
    })} from pg_opclass c join pg_namespace n on n.oid = c.opcnamespace join pg_am a on a.oid = c.opcmethod where ${USER_SCHEMA}`,
  create: (o) => {
    const a = o.attributes;
    // The list may not be empty: STORAGE of the type itself says nothing.
    const items = [
      ...(a.storage !== null
        ? [`storage ${a.storage}`]
        : a.members.length === 0
          ? [`storage ${a.type}`]
          : []),
      ...a.members,
    ];
    return [
      `create operator class ${qualified(o.id.schema, o.id.name)}${a.default ? ' default' : ''} for type ${a.type} using ${quoteIdent(
        o.id.arguments ?? '',
      )} family ${a.family} as\n  ${items.join(',\n  ')}`,
    ];
  },
  drop: (o) => [`drop operator class ${name(o)}`],
  rename: (o, to) => [`alter operator class ${name(o)} rename to ${quoteIdent(to)}`],
  commentTarget: (o) => `OPERATOR CLASS ${name(o)}`,
  document: classDocument,
  attributes: {
    type: { alter: 'replace' },
    default: { alter: 'replace' },
    family: { alter: 'replace' },
    storage: { alter: 'replace' },
    members: { alter: 'replace' },
  },
});

export const kinds = [operatorClass];
