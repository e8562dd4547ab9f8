import { quoteIdent } from '../../model/id.js';
import { alterOptions, type ForeignOptions, foreignOptions, optionsClause } from '../foreign.js';
import { type AlterContext, defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';
import { wrapperDocument } from './manifest.js';

export interface WrapperAttributes {
  handler: string | null;
  validator: string | null;
  options: ForeignOptions;
}

const part = (word: string, name: string | null): string =>
  name === null ? ` no ${word}` : ` ${word} ${name}`;

function alter({ before, after, changed }: AlterContext<WrapperAttributes>): string[] {
  const a = after.attributes;
  const options = alterOptions(before.attributes.options, a.options);
  const parts = [
    changed.has('handler') ? part('handler', a.handler) : '',
    changed.has('validator') ? part('validator', a.validator) : '',
    options === '' ? '' : ` ${options}`,
  ].join('');
  return parts === '' ? [] : [`alter foreign data wrapper ${quoteIdent(after.id.name)}${parts}`];
}
const routine = (column: string): string => `case when ${column} <> 0 then ${column}::regproc::text end`;

export const foreignDataWrapper = defineKind<WrapperAttributes>({
  name: 'foreign_data_wrapper',
  plural: 'foreign_data_wrappers',
  sqlType: 'FOREIGN DATA WRAPPER',
  catalog: 'pg_foreign_data_wrapper',
  part: false,
  global: true,
  owned: true,
  asConnecting: true,
  superuserOwned: true,
  privileges: { letter: 'F', word: 'FOREIGN DATA WRAPPER', defaults: null },
  rank: 9,
  read: () =>
    `select ${row({
      oid: 'w.oid',
      name: 'w.fdwname',
      owner: 'w.fdwowner',
      acl: 'w.fdwacl',
      attributes: attributes({
        handler: routine('w.fdwhandler'),
        validator: routine('w.fdwvalidator'),
        options: foreignOptions('w.fdwoptions'),
      }),
    })} from pg_foreign_data_wrapper w where w.oid >= 16384`,
  create: ({ id, attributes: a }) => [
    `create foreign data wrapper ${quoteIdent(id.name)}${part('handler', a.handler)}${part('validator', a.validator)}${optionsClause(a.options)}`,
  ],
  drop: (o) => [`drop foreign data wrapper ${quoteIdent(o.id.name)}`],
  rename: (o, name) => [`alter foreign data wrapper ${quoteIdent(o.id.name)} rename to ${quoteIdent(name)}`],
  document: wrapperDocument,
  attributes: { handler: { alter }, validator: { alter }, options: { alter } },
});

export const kinds = [foreignDataWrapper];
