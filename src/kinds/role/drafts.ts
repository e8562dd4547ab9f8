import type { StateStatement } from '../../manifest/state.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { compareText, keyOf, objectId } from '../../model/id.js';
import { type TreeNode, text } from '../../sql/node.js';
import { FRESH, type Membership, type RoleAttributes } from './attributes.js';

interface Draft {
  attributes: RoleAttributes;
  readonly says: Set<string>;
  comment: string | null;
}

/** Of what a role is made as, what has been said. */
const pick = (attributes: RoleAttributes | undefined, says: ReadonlySet<string> = new Set()) =>
  Object.fromEntries(Object.entries(attributes ?? {}).filter(([key]) => says.has(key)));

/** A role that state says something of: what it is made as, or what it is, with every statement applied in order. */
export class Roles {
  readonly drafts = new Map<string, Draft>();

  readonly dropped = new Set<string>();

  /** What is said of no known role, until one is made: the statement that says it first. */
  readonly unknown = new Map<string, StateStatement>();

  private readonly made = new Set<string>();

  private statement: StateStatement | null = null;

  constructor(
    private readonly live: Catalog,
    private readonly read: Catalog,
    private readonly owner: string,
  ) {}

  /** The role as it is, or as statements that only running them understands (DO) have made it. */
  private base(name: string): CatalogObject | undefined {
    const key = keyOf(objectId('role', null, name));
    return this.live.objects.get(key) ?? this.read.objects.get(key);
  }

  reads(statement: StateStatement): void {
    this.statement = statement;
  }

  private mention(name: string): void {
    const known = this.live.roles.has(name) || this.drafts.has(name) || this.base(name) !== undefined;
    if (!known && this.statement !== null && !this.unknown.has(name)) this.unknown.set(name, this.statement);
  }

  /** A new role; what other files have said of it before counts. */
  make(name: string, login: boolean): void {
    const early = this.made.has(name) ? undefined : this.drafts.get(name);
    this.unknown.delete(name);
    this.made.add(name);
    this.drafts.set(name, {
      attributes: { ...FRESH, login, ...pick(early?.attributes, early?.says) },
      says: new Set(Object.keys(FRESH)),
      comment: early?.comment ?? null,
    });
  }

  draft(name: string): Draft {
    const known = this.drafts.get(name);
    if (known !== undefined) return known;
    this.mention(name);
    const base = this.base(name);
    const attributes = base === undefined ? FRESH : (base.attributes as unknown as RoleAttributes);
    const draft = { attributes: { ...attributes }, says: new Set<string>(), comment: base?.comment ?? null };
    this.drafts.set(name, draft);
    return draft;
  }

  flag(name: string, flag: string, on: boolean): void {
    const held = this.draft(name).attributes.superuserFlags.filter((one) => one !== flag);
    this.set(name, 'superuserFlags', on ? [...held, flag] : held);
  }

  drop(name: string): void {
    this.drafts.delete(name);
    this.dropped.add(name);
  }

  nameOf(spec: TreeNode | null): string {
    return text(spec, 'rolename') ?? this.owner;
  }

  set<K extends keyof RoleAttributes>(name: string, key: K, value: RoleAttributes[K]): void {
    const draft = this.draft(name);
    draft.attributes = { ...draft.attributes, [key]: value };
    draft.says.add(key);
  }

  join(member: string, group: string, options: Partial<Membership>): void {
    this.mention(group);
    const { memberOf, inherit } = this.draft(member).attributes;
    const old = memberOf.find(({ role }) => role === group);
    const fresh: Membership = {
      role: group,
      admin: false,
      inherit: this.live.version >= 160000 ? inherit : true,
      set: true,
      ...old,
      ...options,
    };
    const rest = memberOf.filter(({ role }) => role !== group);
    this.set(
      member,
      'memberOf',
      [...rest, fresh].sort((a, b) => compareText(a.role, b.role)),
    );
  }

  leave(member: string, group: string): void {
    this.set(
      member,
      'memberOf',
      this.draft(member).attributes.memberOf.filter(({ role }) => role !== group),
    );
  }
}
