import { type Key, keyOf, type ObjectId, objectId } from '../../model/id.js';
import type { Of } from '../kind.js';
import { automatic, type ColumnAttributes, calledNow, isCutOff } from './definition.js';
import { columnHeir } from './inherited.js';

type Column = Of<ColumnAttributes>;

const NAMED_NOT_NULL = 180000;

/** The constraint behind NOT NULL; `null` where there is none, or where it is another table's. */
function notNull(o: Column): ObjectId | null {
  if (!o.attributes.notNull || o.attributes.notNullApart || columnHeir(o) !== null) return null;
  return objectId('constraint', o.id.schema, calledNow(o), { table: o.id.table });
}

const sequence = (o: Column): ObjectId | null =>
  o.attributes.identityOptions === null
    ? null
    : objectId('sequence', o.id.schema, o.attributes.identityOptions.name);

export function ownNames(o: Column, version: number): ObjectId[] {
  const names = [
    sequence(o),
    version >= NAMED_NOT_NULL && 'rpf'.includes(o.attributes.of) ? notNull(o) : null,
  ];
  return names.filter((id) => id !== null);
}

/** The attributes that hold names, once renames are done. */
export function namesAfter(o: Column, now: (key: Key) => ObjectId | null): Partial<ColumnAttributes> {
  const { identityOptions: options } = o.attributes;
  const [own, identity, constraint] = [now(keyOf(o.id)), sequence(o), notNull(o)];
  const [sequenceNow, constraintNow] = [
    identity && now(keyOf(identity)),
    constraint && now(keyOf(constraint)),
  ];
  const stays = o.attributes.notNullApart ? calledNow(o) : null;
  const nameNow = stays ?? constraintNow?.name ?? null;
  return {
    ...(options !== null && sequenceNow !== null
      ? { identityOptions: { ...options, name: sequenceNow.name } }
      : {}),
    ...(own !== null && nameNow !== null ? notNullCalled(nameNow, own) : {}),
  };
}

/** As it is read: an automatic name that is cut off may be several columns', and has a number then. */
function notNullCalled(name: string, own: ObjectId): Partial<ColumnAttributes> {
  const cutOff = isCutOff(own);
  const table = own.table ?? '';
  const start = Buffer.byteLength(table) < 27 ? `${table}_` : [...table].slice(0, 6).join('');
  const numbered = cutOff && name.startsWith(start) && /_not_null[0-9]*$/.test(name);
  return {
    notNullName: name === automatic(own) || numbered ? null : name,
    notNullCutOff: cutOff ? name : null,
  };
}
