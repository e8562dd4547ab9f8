import { giverOf } from '../catalog/acl.js';
import { initialGrants } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { DeclaredRef, ObjectRef, State } from '../manifest/state.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, quoteIdent } from '../model/id.js';
import { kindsMeant } from '../sql/index.js';
import { declarationOf, grantedToAll, inherited, merged } from './declarations.js';
import { addHeirs } from './heirs.js';
import { asLive, asMade, beside, known, leftMembers, memberOf, withExtensions } from './members.js';
import { ownerOfPublic, swapped } from './owners.js';
import { spelled } from './spelling.js';
import { orderMatters, textUse } from './texts.js';

export interface Attach {
  readonly session: Session;
  readonly state: State;
  readonly searchPath: string;
  /** Everything read from the scratch. */
  readonly read: Catalog;
  /** Attributes that statements say of objects which they do not make. */
  readonly says: ReadonlyMap<Key, ReadonlySet<string>>;
  readonly standIns: ReadonlySet<Key>;
  /** Partitions and children that state does not speak of. */
  readonly heirs: ReadonlySet<Key>;
  /** The scratch's own role, and whom it stands for. */
  readonly owner: string;
  readonly live: Catalog;
  readonly whole: boolean;
}

/** The desired catalog: what state made, each object with what state says of it. */
export async function attach({
  session,
  state,
  searchPath,
  read,
  says,
  standIns,
  heirs,
  owner,
  live,
  whole,
}: Attach): Promise<Catalog> {
  const refOf = new Map(state.declared.map((declared) => [declared, ofKind(declared.ref)]));
  const refs = [...refOf.values()];
  const spelling = await spelled(session, refs, searchPath, quoteIdent(owner));
  const usableText = textUse(state);
  const reordered = orderMatters(live, read, (key) => (byKey.get(key)?.renamedFrom.length ?? 0) > 0);
  const byKey = new Map<Key, DeclaredRef>();
  const byName = new Map<string, CatalogObject[]>();
  const called = new Map<Key, Key>();
  for (const object of read.objects.values()) {
    const name = `${object.id.kind} ${object.id.schema} ${object.id.name}`;
    const other = kindOf(object.id.kind).calledIn?.(object as never);
    if (other !== undefined) called.set(keyOf(other), object.key);
    if (object.id.arguments !== null) byName.set(name, [...(byName.get(name) ?? []), object]);
  }
  for (const declared of state.declared) {
    const ref = refOf.get(declared) ?? declared.ref;
    const spelt = spelling.get(ref) ?? ref;
    let key = keyOf(spelt);
    // What state only mentions (a member of an extension) it may call by a wider word.
    const others = read.objects.has(key) || !declared.partial ? [] : kindsMeant(declared.ref.kind);
    key = others.map((kind) => keyOf({ ...spelt, kind })).find((one) => read.objects.has(one)) ?? key;
    if (!read.objects.has(key)) {
      const [only, ...others] = byName.get(`${ref.kind} ${ref.schema} ${ref.name}`) ?? [];
      if (only !== undefined && others.length === 0) key = only.key;
    }
    key = called.get(key) ?? key;
    byKey.set(key, merged(byKey.get(key), declared));
  }
  const ofAll = grantedToAll(state);
  const made = state.statements.find((statement) => statement.class === 'other')?.at ?? {
    file: '',
    line: 0,
    column: 0,
  };
  const objects = new Map<Key, CatalogObject>();
  for (const object of read.objects.values()) {
    const declared = byKey.get(object.key);
    if (heirs.has(object.key) || heirs.has(object.parent ?? '')) continue;
    // An extension's member is the extension's, but for the privileges that state writes.
    if (object.extension !== null && declared?.grants !== true) {
      const member = whole ? asMade(object, { read, live }, made) : null;
      if (member !== null) objects.set(object.key, member);
      continue;
    }
    if (object.key === 'schema public' && declared === undefined) {
      if (whole) objects.set(object.key, fresh(object, live, owner));
      continue;
    }
    const stands = standIns.has(object.key) || (object.parent !== null && standIns.has(object.parent));
    if (stands && declared === undefined) continue;
    const { adapt } = kindOf(object.id.kind);
    const adapted = adapt === undefined ? object : adapt(object as never, live.version);
    if (adapted === null) continue;
    const usable = declared !== undefined && usableText(declared) && !reordered(declared.text ?? '', object);
    let own =
      declared === undefined ? inherited(object, read, byKey, made, ofAll) : declarationOf(declared, usable);
    if (own.attributes !== 'all')
      own = { ...own, attributes: new Set([...own.attributes, ...(says.get(object.key) ?? [])]) };
    if (stands && declared?.partial === true) own = { ...own, elsewhere: true };
    const told = kindOf(object.id.kind).told?.(object as never, state.statements) ?? null;
    if (told !== null) own = { ...own, text: told };
    const member = declared === undefined ? undefined : memberOf(object, live, stands);
    const there = stands || object.extension !== null ? asLive(object, { read, live }, stands) : object;
    const usual = there.key === 'schema public' ? ownerOfPublic(live, there.owner) : there.owner;
    const theirs = there.owner === null ? null : (declared?.owner ?? usual);
    const maker = there.owner ?? read.objects.get(there.parent ?? there.key)?.owner ?? owner;
    const grants = swapped(
      known(there.grants, live.version),
      maker,
      theirs ?? holderOwner(object, read, byKey),
    );
    const adds = declared?.partial === true && declared.grants && declared.at.file.endsWith('.sql');
    const given = object.extension === null ? null : initialGrants(object, read);
    const has = stands || (object.extension !== null && !whole) ? live.objects.get(object.key) : undefined;
    const complete = {
      ...object,
      attributes: adapted.attributes,
      grants: adds && has !== undefined ? beside(grants, given, has, giverOf(has, live.objects)) : grants,
      comment: member === undefined || declared?.comment === true ? object.comment : member.comment,
      owner: theirs,
      declaration: own,
      dependsOn: withExtensions(object, read),
    };
    const said = declared === undefined ? own : { ...own, text: declared.text };
    const meant = kindOf(object.id.kind).meant?.({ ...complete, declaration: said } as never) ?? {};
    objects.set(object.key, { ...complete, attributes: { ...complete.attributes, ...meant } as Attributes });
  }
  for (const member of whole ? leftMembers(objects, { read, live }, made) : [])
    objects.set(member.key, member);
  addHeirs(heirs, objects, { read, live }, made);
  return { ...read, objects };
}

/** A reference under a kind of its own: the first that its word may mean. */
const ofKind = (ref: ObjectRef): ObjectRef =>
  isKind(ref.kind) ? ref : { ...ref, kind: kindsMeant(ref.kind)[0] ?? ref.kind };

/** The schema that every database begins with, of which state says nothing: its comment and privileges are state's. */
function fresh(object: CatalogObject, live: Catalog, scratchOwner: string): CatalogObject {
  const owner = ownerOfPublic(live, object.owner);
  const name = (role: string): string =>
    role === object.owner || role === scratchOwner ? (owner ?? role) : role;
  const grants =
    object.grants?.map((grant) => ({
      ...grant,
      grantee: name(grant.grantee),
      grantor: name(grant.grantor),
    })) ?? null;
  const at = { file: '', line: 0, column: 0 };
  return {
    ...object,
    owner,
    grants,
    declaration: {
      at,
      text: null,
      attributes: 'all',
      sections: 'all',
      owner: true,
      grants: true,
      comment: true,
      renamedFrom: [],
    },
  };
}

/** A part's privileges are granted by its relation's owner. */
function holderOwner(
  object: CatalogObject,
  read: Catalog,
  declared: ReadonlyMap<Key, DeclaredRef>,
): string | null {
  if (object.parent === null) return null;
  return declared.get(object.parent)?.owner ?? read.objects.get(object.parent)?.owner ?? null;
}
