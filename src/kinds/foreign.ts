import { quoteIdent, quoteLiteral } from '../model/id.js';
import type { ManifestMap } from './manifest.js';

/** OPTIONS (…) of a wrapper, server, mapping, foreign table or its column: value by name. */
export type ForeignOptions = { [name: string]: string };

/** Options as a jsonb object; `column` is a text[] such as pg_foreign_server.srvoptions. */
export const foreignOptions = (column: string): string =>
  `coalesce((select jsonb_object_agg(o.option_name, coalesce(o.option_value, '')) from pg_options_to_table(${column}) o), '{}'::jsonb)`;

/** ` options (host 'a', port 'b')`, or nothing. */
export function optionsClause(options: ForeignOptions): string {
  const list = Object.entries(options).map(([name, value]) => `${quoteIdent(name)} ${quoteLiteral(value)}`);
  return list.length === 0 ? '' : ` options (${list.join(', ')})`;
}

/** ALTER's `options (add …, set …, drop …)`; empty where nothing differs. */
export function alterOptions(before: ForeignOptions, after: ForeignOptions): string {
  const parts = [
    ...Object.keys(before).flatMap((name) => (name in after ? [] : [`drop ${quoteIdent(name)}`])),
    ...Object.entries(after).flatMap(([name, value]) =>
      before[name] === value
        ? []
        : [`${name in before ? 'set' : 'add'} ${quoteIdent(name)} ${quoteLiteral(value)}`],
    ),
  ];
  return parts.length === 0 ? '' : `options (${parts.join(', ')})`;
}

/** Options as a manifest's `options:`; `undefined` where there are none. */
export function optionsMap(options: ForeignOptions): ManifestMap | undefined {
  const list = Object.entries(options);
  return list.length === 0 ? undefined : new Map(list);
}
