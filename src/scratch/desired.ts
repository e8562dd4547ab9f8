import type { Session } from '../database/session.js';
import { reown } from '../diff/diff.js';
import type { DeclaredRef, ObjectRef, State } from '../manifest/state.js';
import type { Catalog, CatalogObject, Declaration } from '../model/catalog.js';
import { type Key, keyOf, qualified } from '../model/id.js';
import type { Position } from '../model/position.js';

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
  };
}

/** Argument types as the user wrote them become the server's spelling, all in one question. */
async function routineArguments(
  session: Session,
  refs: readonly ObjectRef[],
  searchPath: string,
): Promise<Map<ObjectRef, string>> {
  const routines = refs.filter((ref) => ref.arguments !== null);
  const found = new Map<ObjectRef, string>();
  if (routines.length === 0) return found;
  await session.run(`set local search_path to ${searchPath}`);
  const names = routines.map((ref) => `${qualified(ref.schema, ref.name)}(${ref.arguments})`);
  const rows = await session.query<{ at: number; args: string | null }>(
    `select q.ord::int as at, coalesce((select string_agg(format_type(t.oid, null), ', ' order by t.ord) from pg_proc p, unnest(p.proargtypes) with ordinality t(oid, ord)
       where p.oid = to_regprocedure(q.name)), case when to_regprocedure(q.name) is not null then '' end) as args
     from unnest($1::text[]) with ordinality q(name, ord)`,
    [names],
  );
  return rows.length === 0 ? found : await spelled(session, routines, rows);
}

async function spelled(
  session: Session,
  routines: readonly ObjectRef[],
  rows: readonly { at: number; args: string | null }[],
): Promise<Map<ObjectRef, string>> {
  const found = new Map<ObjectRef, string>();
  for (const { at, args } of rows) {
    const ref = routines[at - 1];
    if (ref !== undefined && args !== null) found.set(ref, args);
  }
  await session.run("set local search_path to ''");
  return found;
}

export interface Attach {
  readonly session: Session;
  readonly state: State;
  readonly searchPath: string;
  /** Everything read from the scratch. */
  readonly read: Catalog;
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
  standIns,
  owner,
  live,
  whole,
}: Attach): Promise<Catalog> {
  const spelling = await routineArguments(
    session,
    state.declared.map((declared) => declared.ref),
    searchPath,
  );
  const otherPath = new Set(
    state.statements.filter((s) => s.searchPath !== null).map((s) => `${s.at.file}:${s.at.line}`),
  );
  const byKey = new Map<Key, DeclaredRef>();
  const byName = new Map<string, CatalogObject[]>();
  for (const object of read.objects.values()) {
    const name = `${object.id.kind} ${object.id.schema} ${object.id.name}`;
    if (object.id.arguments !== null) byName.set(name, [...(byName.get(name) ?? []), object]);
  }
  for (const declared of state.declared) {
    const { ref } = declared;
    const args = spelling.get(ref);
    let key = keyOf({ ...ref, arguments: args ?? ref.arguments });
    if (!read.objects.has(key)) {
      const [only, ...others] = byName.get(`${ref.kind} ${ref.schema} ${ref.name}`) ?? [];
      if (only !== undefined && others.length === 0) key = only.key;
    }
    byKey.set(key, merged(byKey.get(key), declared));
  }
  const made = state.statements.find((statement) => statement.class === 'other')?.at ?? {
    file: '',
    line: 0,
    column: 0,
  };
  const objects = new Map<Key, CatalogObject>();
  for (const object of read.objects.values()) {
    if (object.extension !== null) continue;
    const declared = byKey.get(object.key);
    if (object.key === 'schema public' && declared === undefined) {
      if (whole) objects.set(object.key, fresh(object, live, owner));
      continue;
    }
    const stands = standIns.has(object.key) || (object.parent !== null && standIns.has(object.parent));
    if (stands && declared === undefined) continue;
    const usable = declared !== undefined && !otherPath.has(`${declared.at.file}:${declared.at.line}`);
    const own =
      declared === undefined ? inherited(object, read, byKey, made) : declarationOf(declared, usable);
    const theirs = object.owner === null ? null : (declared?.owner ?? object.owner);
    const grants = reown(
      known(object.grants, live.version),
      object.owner ?? owner,
      theirs ?? holderOwner(object, read, byKey),
    );
    objects.set(object.key, { ...object, grants, owner: theirs, declaration: own });
  }
  return { ...read, objects };
}

/** The schema that every database begins with: its comment and privileges are state's, its owner is whoever made it. */
function fresh(object: CatalogObject, live: Catalog, scratchOwner: string): CatalogObject {
  const owner = live.objects.get(object.key)?.owner ?? object.owner;
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

/** Several documents may say something of one object: each adds what it decides. */
function merged(a: DeclaredRef | undefined, b: DeclaredRef): DeclaredRef {
  if (a === undefined) return b;
  const main = a.partial && !b.partial ? b : a;
  const join = (
    x: 'all' | ReadonlySet<string>,
    y: 'all' | ReadonlySet<string>,
  ): 'all' | ReadonlySet<string> => (x === 'all' || y === 'all' ? 'all' : new Set([...x, ...y]));
  return {
    ...main,
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
): Declaration {
  return holders(object, read, declared) ?? implicit(made);
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
