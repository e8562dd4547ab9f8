import { joinGrants } from '../catalog/acl.js';
import type { Session } from '../database/session.js';
import { reown } from '../diff/diff.js';
import { sameGrants } from '../diff/equal.js';
import { liveMember } from '../diff/members.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { DeclaredRef, ObjectRef, State } from '../manifest/state.js';
import type { Attributes, Catalog, CatalogObject, Declaration } from '../model/catalog.js';
import { type Key, keyOf, objectId, quoteIdent } from '../model/id.js';
import type { Position } from '../model/position.js';
import { ALL, kindsMeant, mayMean } from '../sql/index.js';
import { ownerOfPublic, swapped } from './owners.js';
import { spelled } from './spelling.js';
import { orderMatters, textUse } from './texts.js';

/** What the reader found of each declared object. */
function declarationOf(ref: DeclaredRef, usableText: boolean): Declaration {
  return {
    at: ref.at,
    text: usableText ? ref.text : null,
    attributes: ref.attributes,
    sections: ref.sections,
    owner: ref.owner !== null,
    grants: ref.grants,
    comment: ref.comment,
    renamedFrom: ref.renamedFrom,
    ...(ref.like === undefined ? {} : { like: keyOf(ref.like) }),
  };
}

export interface Attach {
  readonly session: Session;
  readonly state: State;
  readonly searchPath: string;
  /** Everything read from the scratch. */
  readonly read: Catalog;
  /** Attributes that statements say of objects which they do not make. */
  readonly says: ReadonlyMap<Key, ReadonlySet<string>>;
  readonly standIns: ReadonlySet<Key>;
  /** The scratch's own role, and whom it stands for. */
  readonly owner: string;
  readonly live: Catalog;
  readonly whole: boolean;
}

/** MAINTAIN came with 17: an older server has no such privilege. */
function known(grants: CatalogObject['grants'], version: number): CatalogObject['grants'] {
  return grants === null || version >= 170000
    ? grants
    : grants.filter((grant) => grant.privilege !== 'MAINTAIN');
}

/** The desired catalog: what state made, each object with what state says of it. */
export async function attach({
  session,
  state,
  searchPath,
  read,
  says,
  standIns,
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
    const word = declared.ref.kind === 'table' ? 'relation' : declared.ref.kind;
    const others = read.objects.has(key) || !declared.partial ? [] : kindsMeant(word);
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
    // An extension's member is the extension's, but for the privileges that state writes.
    if (object.extension !== null && declared?.grants !== true) {
      const member = whole ? asMade(object, live, made) : null;
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
    const told = kindOf(object.id.kind).told?.(object as never, state.statements) ?? null;
    if (told !== null) own = { ...own, text: told };
    const usual = object.key === 'schema public' ? ownerOfPublic(live, object.owner) : object.owner;
    const theirs = object.owner === null ? null : (declared?.owner ?? usual);
    const maker = object.owner ?? read.objects.get(object.parent ?? object.key)?.owner ?? owner;
    const grants = swapped(
      known(object.grants, live.version),
      maker,
      theirs ?? holderOwner(object, read, byKey),
    );
    const member = declared === undefined ? undefined : memberOf(object, live, stands);
    const complete = {
      ...object,
      attributes: adapted.attributes,
      grants: member === undefined || !stands ? grants : added(member.grants, grants),
      comment: member === undefined || declared?.comment === true ? object.comment : member.comment,
      owner: theirs,
      declaration: own,
      dependsOn: withExtensions(object, read),
    };
    const said = declared === undefined ? own : { ...own, text: declared.text };
    const meant = kindOf(object.id.kind).meant?.({ ...complete, declaration: said } as never) ?? {};
    objects.set(object.key, { ...complete, attributes: { ...complete.attributes, ...meant } as Attributes });
  }
  return { ...read, objects };
}

/** A reference under a kind of its own: the first that its word may mean. */
const ofKind = (ref: ObjectRef): ObjectRef =>
  isKind(ref.kind) ? ref : { ...ref, kind: kindsMeant(ref.kind)[0] ?? ref.kind };

/** The live member of an extension that state only grants on or comments on: all else of it is the extension's. */
function memberOf(object: CatalogObject, live: Catalog, stands: boolean): CatalogObject | undefined {
  const has = liveMember(object, live);
  return stands || object.extension !== null ? has : undefined;
}

/** What a stand-in was granted comes to what its extension has granted, which it knows nothing of. */
const added = (has: CatalogObject['grants'], grants: CatalogObject['grants']): CatalogObject['grants'] =>
  has === null || grants === null ? grants : joinGrants([...has, ...grants]);

/** What stands on an extension's member stands on the extension: desired, that is all there is of its members. */
function withExtensions(object: CatalogObject, read: Catalog): CatalogObject['dependsOn'] {
  const names = object.dependsOn.flatMap(({ on }) => read.objects.get(on)?.extension ?? []);
  const keys = [...new Set(names)].map((name) => keyOf(objectId('extension', null, name)));
  const known = new Set(object.dependsOn.map(({ on }) => on));
  return [
    ...object.dependsOn,
    ...keys.filter((on) => !known.has(on)).map((on) => ({ on, type: 'normal' as const })),
  ];
}

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

/**
 * A member of an extension of which state says nothing, where it is the whole truth: the privileges that the extension
 * gives. `null` where it has those, or where default privileges of whoever made it may have added to them.
 */
function asMade(object: CatalogObject, live: Catalog, at: Position): CatalogObject | null {
  const has = liveMember(object, live);
  if (has === undefined || has.owner === null || has.grants === null) return null;
  if (live.defaultPrivileges.some(({ role }) => role === has.owner)) return null;
  const grants = reown(known(object.grants, live.version), object.owner, has.owner);
  if (sameGrants(grants, has.grants)) return null;
  const moved = has.key === object.key ? has : { ...object, owner: has.owner, comment: has.comment };
  return { ...moved, grants, declaration: implicit(at) };
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

/** Several documents may say something of one object: each adds what it decides. */
function merged(a: DeclaredRef | undefined, b: DeclaredRef): DeclaredRef {
  if (a === undefined) return b;
  const main = a.partial && !b.partial ? b : a;
  const join = (
    x: 'all' | ReadonlySet<string>,
    y: 'all' | ReadonlySet<string>,
  ): 'all' | ReadonlySet<string> => (x === 'all' || y === 'all' ? 'all' : new Set([...x, ...y]));
  // The last word counts, of a shell and its type as of CREATE OR REPLACE.
  const finds = /^create\b[^('"]*?\bif\s+not\s+exists\b/i;
  const last = a.partial || b.partial || b.text === null || finds.test(b.text) ? main : b;
  return {
    ...main,
    at: last.at,
    text: last.text,
    attributes: join(a.attributes, b.attributes),
    sections: join(a.sections, b.sections),
    owner: a.owner ?? b.owner,
    grants: a.grants || b.grants,
    comment: a.comment || b.comment,
    renamedFrom: [...a.renamedFrom, ...b.renamedFrom],
    partial: a.partial && b.partial,
  };
}

/** What state makes without naming it (a serial's sequence, an inline key) is declared by what it belongs to. */
function inherited(
  object: CatalogObject,
  read: Catalog,
  declared: ReadonlyMap<Key, DeclaredRef>,
  made: Position,
  ofAll: (object: CatalogObject, since: Position) => boolean,
): Declaration {
  const own = holders(object, read, declared) ?? implicit(made);
  return ofAll(object, own.at) ? { ...own, grants: true } : own;
}

/** Whether a statement behind that which makes an object gives or takes privileges on all of its kind (`ON ALL … IN SCHEMA`). */
function grantedToAll(state: State): (object: CatalogObject, since: Position) => boolean {
  const first = new Map<string, number>();
  const place = ({ file, line, column }: Position): string => `${file}:${line}:${column}`;
  const all = state.statements.flatMap(({ at, alters }, index) => {
    if (!first.has(place(at))) first.set(place(at), index);
    return (alters ?? []).filter(({ name }) => name === ALL).map((ref) => ({ ref, index }));
  });
  if (all.length === 0) return () => false;
  return (object, since) => {
    const id = kindOf(object.id.kind).calledIn?.(object as never) ?? object.id;
    const made = first.get(place(since)) ?? 0;
    return all.some(({ ref, index }) => index > made && mayMean(ref, id));
  };
}

/** Made by a statement that only running it understands (DO, SELECT): as declared as if it were written out. */
const implicit = (at: Position): Declaration => ({
  at,
  text: null,
  attributes: 'all',
  sections: 'all',
  owner: false,
  grants: false,
  comment: false,
  implied: true,
  renamedFrom: [],
});

function holders(
  object: CatalogObject,
  read: Catalog,
  declared: ReadonlyMap<Key, DeclaredRef>,
): Declaration | null {
  let holder: CatalogObject | undefined = object;
  for (let depth = 0; holder !== undefined && depth < 4; depth++) {
    const found = declared.get(holder.key);
    if (found !== undefined) {
      return {
        at: found.at,
        text: null,
        attributes: 'all',
        sections: 'all',
        owner: false,
        grants: false,
        comment: false,
        implied: true,
        renamedFrom: [],
      };
    }
    const next: Key | null =
      holder.parent ?? holder.dependsOn.find((dependency) => dependency.type === 'auto')?.on ?? null;
    holder = next === null ? undefined : read.objects.get(next);
  }
  return null;
}
