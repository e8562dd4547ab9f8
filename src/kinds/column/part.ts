import { quoteIdent } from '../../model/id.js';
import type { Of } from '../kind.js';
import { relationOf } from '../relation.js';
import { optionText } from '../table/options.js';
import type { ColumnAttributes } from './definition.js';
import { ownStorage } from './inherited.js';

type Column = Of<ColumnAttributes>;

const headOf = (o: Column): string =>
  `alter ${o.attributes.of === 'v' ? 'view' : 'table'} ${relationOf(o)} alter column ${quoteIdent(o.id.name)}`;

/** What a view's column has of its own: a default, and where the view holds rows how they are stored and counted. */
export function partSettings(o: Column): string[] {
  const a = o.attributes;
  const head = headOf(o);
  const holdsRows = a.of === 'm';
  return [
    ...(a.default === null ? [] : [`${head} set default ${a.default}`]),
    ...(holdsRows && a.storage !== null ? [`${head} set storage ${a.storage}`] : []),
    ...(holdsRows && a.compression !== null ? [`${head} set compression ${a.compression}`] : []),
    ...(holdsRows && a.statistics !== null ? [`${head} set statistics ${a.statistics}`] : []),
    ...(holdsRows && a.options.length > 0 ? [`${head} set (${a.options.map(optionText).join(', ')})`] : []),
  ];
}

/** Takes all that back. */
export function partDefaults(o: Column, version: number): string[] {
  const a = o.attributes;
  const head = headOf(o);
  const holdsRows = a.of === 'm';
  const names = a.options.map((option) => option.split('=')[0]);
  return [
    ...(a.default === null ? [] : [`${head} drop default`]),
    ...(holdsRows && a.storage !== null ? [`${head} set storage ${ownStorage(a.type, version)}`] : []),
    ...(holdsRows && a.compression !== null ? [`${head} set compression default`] : []),
    ...(holdsRows && a.statistics !== null ? [`${head} set statistics -1`] : []),
    ...(holdsRows && names.length > 0 ? [`${head} reset (${names.join(', ')})`] : []),
  ];
}
