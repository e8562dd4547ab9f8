import { quoteIdent } from '../../model/id.js';
import { alterOptions } from '../foreign.js';
import { hasChildren } from '../heirs.js';
import type { AlterContext } from '../kind.js';
import { relationOf } from '../relation.js';
import { optionText } from '../table/options.js';
import { using } from './conversion.js';
import { automatic, type ColumnAttributes, calledNow } from './definition.js';
import {
  comesFromParent,
  dropNotNull,
  heirsNotNull,
  isAnothers,
  namedFromAbove,
  notNullByName,
} from './heirs-not-null.js';
import { alterIdentity, boundsThen, outgrows, ownIdentity } from './identity.js';
import { alterOnly, notNullComment, notNullConstraint, ownStorage } from './inherited.js';
import { addIdentity, dropIdentity } from './serial.js';

type Change = AlterContext<ColumnAttributes>;

export const retypes = ({ changed }: Change): boolean => changed.has('type') || changed.has('collation');

/** Whether it gets another type, be it by the change of one that hands it down. */
export const hasOtherType = ({ before: { attributes: b }, after: { attributes: a } }: Change): boolean =>
  b.type !== a.type || b.collation !== a.collation;

/**
 * Whether a virtual column can get another expression: 18 cannot in tables with checks, which children may have, or that
 * are published (ATExecSetExpression in tablecmds.c).
 */
function takesExpression({ after, around }: Change): boolean {
  const table = around.parent(after as never);
  const checks = table === undefined ? [] : around.parts(table, 'constraint');
  return (
    !checks.some(({ attributes }) => attributes.type === 'c') &&
    !hasChildren(after.id.schema, after.id.table ?? '', around) &&
    ![...around.catalog.objects.values()].some(({ id }) => id.kind === 'publication')
  );
}

/** One column's whole change, in the order that PostgreSQL accepts. */
export function alterColumn(change: Change): string[] | 'replace' {
  const { before, after, changed, around } = change;
  const [b, a] = [before.attributes, after.attributes];
  const name = quoteIdent(after.id.name);
  const head = `alter ${a.of === 'v' ? 'view' : 'table'} ${relationOf(after)} alter column ${name}`;
  const single = a.of === 'v' ? head : `${alterOnly(after, around)} alter column ${name}`;
  if (change.follows) return alterHeir(change, single, head);
  const sql: string[] = [];
  if (b.generated !== a.generated && a.generated !== '') return 'replace';
  if (b.generated === 'v' && a.generated === '') return 'replace';
  if (a.generated !== '' && (changed.has('default') || retypes(change))) {
    if (around.version < 170000 || retypes(change)) return 'replace';
    if (a.generated === 'v' && !takesExpression(change)) return 'replace';
    sql.push(`${head} set expression as (${a.default ?? ''})`);
    if (changed.has('notNull') && !a.notNull) sql.push(...dropNotNull(after, around));
    sql.push(...setNotNull(change, head));
    return [...sql, ...settings(change, single)];
  }
  if (b.generated === 's' && a.generated === '') sql.push(`${head} drop expression`);
  const reset = b.generated === '' && b.default !== null && (changed.has('default') || retypes(change));
  if (reset && (retypes(change) || a.default === null)) sql.push(`${head} drop default`);
  const [had, has] = [ownIdentity(b), ownIdentity(a)];
  if (had && !has) sql.push(...dropIdentity(change, head));
  if (changed.has('notNull') && !a.notNull) sql.push(...dropNotNull(after, around));
  const own = had && has;
  const early = own && outgrows(change);
  if (early) sql.push(...alterIdentity(change, head, before.attributes.identityOptions));
  if (retypes(change)) {
    const collation = a.collation !== null ? ` collate ${a.collation}` : '';
    // A foreign table has no values here.
    const values = a.of === 'f' ? '' : using(name, b.type, a.type, around);
    sql.push(`${head} type ${a.type}${collation}${values}`);
  }
  if (a.default !== null && a.generated === '' && (changed.has('default') || reset || b.generated !== '')) {
    sql.push(`${single} set default ${a.default}`);
  }
  sql.push(...setNotNull(change, head));
  if (!had && has) sql.push(...addIdentity(change, head));
  else if (own && !early && (changed.has('identity') || changed.has('identityOptions') || retypes(change)))
    sql.push(...alterIdentity(change, head, retypes(change) ? boundsThen(change) : b.identityOptions));
  return [...sql, ...settings(change, single)];
}

/** What a parent does not decide. A change of type that came from there has taken the default away. */
function alterHeir(change: Change, head: string, withChildren: string): string[] {
  const { before, after, changed, around } = change;
  const a = after.attributes;
  const retyped = hasOtherType(change);
  const plain = a.generated === '' && a.identity === '';
  const set = plain && a.default !== null && (changed.has('default') || retyped);
  const again = before.attributes.notNullOrigin === 'parents' && a.notNullOrigin === 'both';
  const sets = a.notNull && (changed.has('notNull') || again);
  return [
    ...(plain && a.default === null && changed.has('default') ? [`${head} drop default`] : []),
    ...(set ? [`${head} set default ${a.default}`] : []),
    ...(changed.has('notNull') && !a.notNull ? dropNotNull(after, around) : []),
    // Refused for a partitioned table alone.
    ...(sets && !comesFromParent(after, around) ? [`${withChildren} set not null`] : []),
    ...settings(change, head),
  ];
}

/** SET NOT NULL, and on 18 the constraint's name, validity and whether children have it too. */
function setNotNull({ before, after, changed, around }: Change, head: string): string[] {
  const [b, a] = [before.attributes, after.attributes];
  if (!a.notNull) return [];
  const table = `alter table ${relationOf(after)}`;
  const special = a.notNullName !== null || a.notNullOnly;
  if (!b.notNull) {
    if (!a.notNullValid) return [notNullConstraint(after)];
    if (comesFromParent(after, around)) return [];
    const heirs = heirsNotNull(after, around);
    if (heirs.length > 0 || isAnothers(after, around))
      return [...heirs, `${table} add ${notNullByName(after)}`];
    return [special ? `${table} add ${notNullConstraint(after, true)}` : `${head} set not null`];
  }
  if (changed.has('notNullValid') && !a.notNullValid)
    return [`${head} drop not null`, notNullConstraint(after)];
  const is = calledNow(before);
  const renames = changed.has('notNullName') && !namedFromAbove(after, around);
  const name = renames ? (a.notNullName ?? automatic(after.id)) : is;
  return [
    ...(renames ? [`${table} rename constraint ${quoteIdent(is)} to ${quoteIdent(name)}`] : []),
    ...(changed.has('notNullValid') ? [`${table} validate constraint ${quoteIdent(name)}`] : []),
    ...(changed.has('notNullOnly')
      ? [`${table} alter constraint ${quoteIdent(name)} ${a.notNullOnly ? 'no inherit' : 'inherit'}`]
      : []),
  ];
}

/** Whether the constraint behind NOT NULL gets another comment: a new one has none. */
function saysComment({ before: { attributes: b }, after: { attributes: a }, changed }: Change): boolean {
  if (!a.notNull) return false;
  const anew = !b.notNull || (changed.has('notNullValid') && !a.notNullValid);
  return anew ? a.notNullComment !== null : changed.has('notNullComment');
}

function settings(change: Change, head: string): string[] {
  const { before, after, changed, around } = change;
  const [b, a] = [before.attributes, after.attributes];
  const gone = b.options
    .map((o) => o.split('=')[0])
    .filter((n) => !a.options.some((o) => o.startsWith(`${n}=`)));
  // A new type brings its own storage and compression.
  const retyped = hasOtherType(change);
  const sets = (name: 'storage' | 'compression'): boolean => (retyped ? a[name] !== null : changed.has(name));
  return [
    ...(sets('storage') ? [`${head} set storage ${a.storage ?? ownStorage(a.type, around.version)}`] : []),
    ...(sets('compression') ? [`${head} set compression ${a.compression ?? 'default'}`] : []),
    ...(changed.has('statistics') ? [`${head} set statistics ${a.statistics ?? -1}`] : []),
    ...(changed.has('foreignOptions') ? [`${head} ${alterOptions(b.foreignOptions, a.foreignOptions)}`] : []),
    ...(changed.has('options') && a.options.length > 0
      ? [`${head} set (${a.options.map(optionText).join(', ')})`]
      : []),
    ...(changed.has('options') && gone.length > 0 ? [`${head} reset (${gone.join(', ')})`] : []),
    ...(saysComment(change) ? [notNullComment(after)] : []),
  ];
}
