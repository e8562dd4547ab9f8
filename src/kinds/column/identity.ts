import { qualified, quoteIdent } from '../../model/id.js';
import type { AlterContext } from '../kind.js';
import { type Bounds, beginsAgain, holds, movedInside, retypedBounds } from '../sequence/bounds.js';
import { type ColumnAttributes, type IdentityOptions, persistenceSql } from './definition.js';

type Change = AlterContext<ColumnAttributes>;

/** From 17 on a partition has its parent's identity, without a sequence: that comes and goes with the tie. */
export const ownIdentity = (a: ColumnAttributes): boolean => a.identity !== '' && a.identityOptions !== null;

/** An identity's options as the change of the column's type leaves them. */
export const boundsThen = ({
  before: { attributes: b },
  after: { attributes: a },
}: Change): IdentityOptions | null =>
  b.identityOptions === null ? null : retypedBounds(b.identityOptions, b.type, a.type);

/** Whether the new type has no room for bounds that are not its old one's own: they are changed first. */
export function outgrows(change: Change): boolean {
  const bounds: Bounds | null = boundsThen(change);
  return bounds !== null && !holds(change.after.attributes.type, bounds);
}

/** ALTER … SET for an identity that stays; `bo`: its options as they are by then. */
export function alterIdentity(change: Change, head: string, bo: IdentityOptions | null): string[] {
  const { after, changed, around } = change;
  const a = after.attributes;
  const parts: string[] = [];
  if (changed.has('identity')) parts.push(`set generated ${a.identity === 'a' ? 'always' : 'by default'}`);
  const ao = a.identityOptions;
  if (bo !== null && ao !== null) {
    if (bo.increment !== ao.increment) parts.push(`set increment by ${ao.increment}`);
    if (bo.min !== ao.min) parts.push(`set minvalue ${ao.min}`);
    if (bo.max !== ao.max) parts.push(`set maxvalue ${ao.max}`);
    if (bo.start !== ao.start) parts.push(`set start with ${ao.start}`);
    if (bo.cache !== ao.cache) parts.push(`set cache ${ao.cache}`);
    if (bo.cycle !== ao.cycle) parts.push(`set ${ao.cycle ? 'cycle' : 'no cycle'}`);
    if (beginsAgain(bo, ao)) parts.push('restart');
  }
  const inside = bo === null || ao === null ? [] : movedInside(qualified(after.id.schema, bo.name), bo, ao);
  const sql = parts.length > 0 ? [...inside, `${head} ${parts.join(' ')}`] : [];
  if (bo !== null && ao !== null && bo.persistence !== ao.persistence) {
    const table = around.parent(after as never)?.attributes.persistence;
    sql.push(persistenceSql(after, bo.name, ao.persistence ?? (table === 'u' ? 'u' : 'p')));
  }
  if (bo === null || ao === null || bo.name === ao.name) return sql;
  return [...sql, `alter sequence ${qualified(after.id.schema, bo.name)} rename to ${quoteIdent(ao.name)}`];
}
