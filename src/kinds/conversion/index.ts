import { quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { defineKind } from '../kind.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { conversionDocument } from './manifest.js';
import { narrowConversion } from './narrow.js';

export interface ConversionAttributes {
  from: string;
  to: string;
  function: string;
  /** Used where the server converts between the two by itself. */
  default: boolean;
}

export const conversion = defineKind<ConversionAttributes>({
  name: 'conversion',
  plural: 'conversions',
  sqlType: 'CONVERSION',
  catalog: 'pg_conversion',
  part: false,
  owned: true,
  privileges: null,
  rank: 10,
  asks: () => ({ f: 'execute' }),
  read: () =>
    `select ${row({
      oid: 'c.oid',
      schema: 'n.nspname',
      name: 'c.conname',
      owner: 'c.conowner',
      attributes: attributes({
        from: 'pg_encoding_to_char(c.conforencoding)',
        to: 'pg_encoding_to_char(c.contoencoding)',
        function: 'c.conproc::regproc::text',
        default: 'c.condefault',
      }),
    })} from pg_conversion c join pg_namespace n on n.oid = c.connamespace where ${USER_SCHEMA}`,
  create: ({ id, attributes: a }) => [
    `create ${a.default ? 'default ' : ''}conversion ${sqlName(id)} for ${quoteLiteral(a.from)} to ${quoteLiteral(a.to)} from ${a.function}`,
  ],
  narrow: narrowConversion,
  drop: (o) => [`drop conversion ${sqlName(o.id)}`],
  rename: (o, name) => [`alter conversion ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  document: conversionDocument,
  attributes: {
    from: { alter: 'replace' },
    to: { alter: 'replace' },
    function: { alter: 'replace' },
    default: { alter: 'replace' },
  },
});

export const kinds = [conversion];
