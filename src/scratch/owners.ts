import { isKind, kindOf } from '../kinds/registry.js';
import type { DeclaredRef, ObjectRef, StateStatement } from '../manifest/state.js';
import type { Catalog, Grant } from '../model/catalog.js';
import { qualified, quoteIdent, quoteLiteral } from '../model/id.js';
import { ALL } from '../sql/describe/index.js';
import { isWord, nameOf, tokenize } from '../sql/index.js';

const holderOf = (ref: Pick<ObjectRef, 'schema' | 'table' | 'name'>): string =>
  `${ref.schema}\n${ref.table ?? ref.name}`;

/**
 * OWNER TO is modelled: in a scratch an object is its maker's. So that privileges come out as they would, its maker and
 * its owner change places in what is granted on it: by `textOf` on the way in, by `swapped` on the way out. Before
 * OWNER TO, what is given to the owner-to-be is as good as given to the maker, for the two become one.
 */
export class Owners {
  readonly #owners: ReadonlyMap<string, string>;
  /** Where OWNER TO stands among the statements, by what it hands over. */
  readonly #handedOver = new Map<string, StateStatement>();
  readonly #order: ReadonlyMap<StateStatement, number>;
  /** Whom SET ROLE had made act when something was made. */
  readonly #makers: Map<string, string>;
  /** What is its owner's from the first, in the scratch as well (CREATE SCHEMA … AUTHORIZATION). */
  readonly #authorized: ReadonlySet<string>;

  /**
   * @param standing schemas that are there before any statement, with their owners in the scratch and in the live database
   * @param elsewhere the live owner of what state does not make, for which a stand-in of the maker's is made
   */
  constructor(
    private readonly declared: readonly DeclaredRef[],
    statements: readonly StateStatement[],
    private readonly standing: ReadonlyMap<string, { readonly here: string; readonly there: string }>,
    private readonly elsewhere: (ref: ObjectRef) => string | undefined,
  ) {
    this.#owners = new Map(
      declared.flatMap(({ ref, owner }) => (owner === null ? [] : [[holderOf(ref), owner] as const])),
    );
    this.#order = new Map(statements.map((statement, place) => [statement, place]));
    this.#makers = new Map(
      statements.flatMap(({ as, creates }) =>
        as === undefined
          ? []
          : creates.flatMap((ref) => (ref.table === null ? [[holderOf(ref), as] as const] : [])),
      ),
    );
    this.#authorized = new Set(
      statements.flatMap(({ sql, creates }) =>
        creates.some(takesAuthorization) &&
        tokenize(sql).tokens.some((token) => isWord(token, 'authorization'))
          ? creates.filter(takesAuthorization).map(holderOf)
          : [],
      ),
    );
    for (const statement of statements) {
      const [ref] = statement.alters ?? [];
      if (ref !== undefined && statement.class === 'modelled' && /\bowner\s+to\b/i.test(statement.sql))
        this.#handedOver.set(holderOf(ref), statement);
    }
  }

  /** The owner that state declares for what a statement makes or changes. */
  of(statement: StateStatement): string | undefined {
    const ref = statement.creates[0] ?? statement.alters?.[0];
    return ref === undefined ? undefined : this.#owners.get(holderOf(ref));
  }

  /**
   * The role that SET ROLE named when what a statement makes or changes was made: its default privileges count. A later
   * OWNER TO takes nothing of them back.
   */
  makerOf(statement: StateStatement): string | undefined {
    const ref = statement.creates[0] ?? statement.alters?.[0];
    return ref === undefined ? undefined : this.#makers.get(holderOf(ref));
  }

  /** Has what such a role made be made by the scratch's own instead; whether that is another. */
  yields(statement: StateStatement): boolean {
    const ref = statement.creates[0] ?? statement.alters?.[0];
    // Default privileges would be another role's.
    return ref !== undefined && ref.kind !== 'default_privileges' && this.#makers.delete(holderOf(ref));
  }

  /** The roles that SET ROLE names. */
  makers(): string[] {
    return [...new Set(this.#makers.values())];
  }

  /** Who passes on what another has granted it: the role in force at a GRANT or REVOKE that is not the owner; else `null`. */
  grantorOf(statement: StateStatement, maker: string, { roles }: Catalog): string | null {
    const role = statement.as;
    if (role === undefined || !/^\s*(grant|revoke)\b/i.test(statement.sql)) return null;
    const [first] = statement.alters ?? [];
    const owner = this.of(statement) ?? (first && this.elsewhere(first)) ?? maker;
    const plain =
      roles.get(role)?.superuser === false &&
      role !== owner &&
      role !== maker &&
      role !== this.makerOf(statement);
    return plain && (statement.alters ?? []).length > 0 ? role : null;
  }

  /** A GRANT or REVOKE with maker and owner in each other's place; any other text as it is. */
  textOf(statement: StateStatement, text: string, role: string): string {
    const [first, ...others] = statement.alters ?? [];
    if (first === undefined || !/^\s*(grant|revoke)\b/i.test(text)) return text;
    if (this.#authorized.has(holderOf(first))) return text;
    const standing = first.kind === 'schema' ? this.standing.get(first.name) : undefined;
    const maker = standing?.here ?? role;
    const ownerOf = (ref: ObjectRef): string | undefined =>
      this.#owners.get(holderOf(ref)) ?? this.elsewhere(ref);
    const owner = standing?.there ?? ownerOf(first);
    if (owner === undefined || owner === maker) return text;
    if (others.some((ref) => ownerOf(ref) !== owner)) return text;
    const handover = this.#handedOver.get(holderOf(first));
    const place = (one: StateStatement): number => this.#order.get(one) ?? -1;
    const early = handover !== undefined && place(statement) < place(handover);
    const other = (role: string): string | null =>
      role === owner ? maker : role === maker && !early ? owner : null;
    return withRoles(text, other);
  }

  /**
   * Takes away what owners-to-be are given as one of many, by default privileges or ON ALL … IN SCHEMA: that counts as
   * the maker's.
   * @param grantees who gets something by default privileges
   */
  after(statement: StateStatement, maker: string, grantees: ReadonlySet<string>): string[] {
    const made = statement.creates.flatMap((ref) => {
      const owner = this.#owners.get(holderOf(ref));
      const itsOwn = owner === undefined || owner === maker || this.#authorized.has(holderOf(ref));
      return itsOwn || !grantees.has(owner) ? [] : (taking(ref, owner)?.sql ?? []);
    });
    const all = statement.alters?.find(({ name }) => name === ALL);
    if (all === undefined || !/^\s*grant\b/i.test(statement.sql)) return made;
    const roles = new Set(tokenize(statement.sql).tokens.flatMap((token) => nameOf(token) ?? []));
    const takings = this.declared.flatMap(({ ref, owner }) =>
      owner !== null && owner !== maker && roles.has(owner) && ref.schema === all.schema
        ? (taking(ref, owner) ?? [])
        : [],
    );
    if (takings.length === 0) return made;
    const body = takings.map(({ there, sql }) => `if ${there} is not null then ${sql}; end if;`);
    return [...made, `do $reconcile$ begin ${body.join('\n')} end $reconcile$`];
  }
}

const takesAuthorization = ({ kind }: ObjectRef): boolean =>
  isKind(kind) && kindOf(kind).authorization === true;

/** The statement that takes all privileges on an object from a role, and whether the object is there. */
function taking(ref: ObjectRef, role: string): { there: string; sql: string } | null {
  const privileges = isKind(ref.kind) ? kindOf(ref.kind).privileges : null;
  if (privileges === null || ref.table !== null) return null;
  const args = ref.arguments === null ? '' : `(${ref.arguments})`;
  const name = `${qualified(ref.schema, ref.name)}${args}`;
  const find = kindOf(ref.kind).catalog === 'pg_class' ? 'to_regclass' : 'to_regprocedure';
  return {
    there: `${find}(${quoteLiteral(name)})`,
    sql: `revoke all on ${privileges.word} ${name} from ${quoteIdent(role)}`,
  };
}

/**
 * Whose the schema is that every database begins with: from 15 on a role's that stands for the database's owner (manual,
 * 5.9.6), before that whoever made the cluster. `here`: its owner in the scratch.
 */
export const ownerOfPublic = (live: Catalog, here: string | null): string | null =>
  live.version >= 150000 ? 'pg_database_owner' : (live.objects.get('schema public')?.owner ?? here);

/** The privileges of an object that a scratch's `maker` made, as its owner's. */
export function swapped(grants: readonly Grant[] | null, maker: string, owner: string | null) {
  if (grants === null || owner === null || owner === maker) return grants;
  const other = (role: string): string => (role === maker ? owner : role === owner ? maker : role);
  return grants.map((grant) => ({ ...grant, grantee: other(grant.grantee), grantor: other(grant.grantor) }));
}

/** Puts other roles in the list behind TO or FROM, and behind GRANTED BY. */
function withRoles(text: string, other: (role: string) => string | null): string {
  const tokens = tokenize(text).tokens.filter((token) => token.kind !== 'comment');
  const start = tokens.findLastIndex((token) => isWord(token, 'to', 'from'));
  let [result, at] = ['', 0];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (start === -1 || index <= start) continue;
    if (before?.text !== ',' && !isWord(before, 'to', 'from', 'group', 'by')) continue;
    const role = nameOf(token);
    const instead = role === null ? null : other(role);
    if (instead === null) continue;
    result += text.slice(at, token.start) + quoteIdent(instead);
    at = token.end;
  }
  return result + text.slice(at);
}
