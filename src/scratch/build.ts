import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { ObjectRef, State, StateStatement } from '../manifest/state.js';
import type { Catalog } from '../model/catalog.js';
import { type Key, qualified, quoteIdent } from '../model/id.js';
import type { Diagnostic } from '../model/plan.js';
import { actable, maySet } from '../plan/roles.js';
import type { Platform } from '../platforms/index.js';
import { isWord, nameOf, tokenize } from '../sql/index.js';
import { brokenBodies, checkBodies, refText } from './bodies.js';
import { asCalled, standForAdditions } from './called.js';
import { attach } from './desired.js';
import { elsewhereIn, grantsIn, renamedTypes, renamesOf } from './elsewhere.js';
import { scratchExtensions } from './extensions.js';
import { makeHeirs } from './heirs.js';
import { standInMaker } from './maker.js';
import { modelled } from './model.js';
import type { Scratch } from './open.js';
import { Owners, ownerOfPublic } from './owners.js';
import { makeRoles, privilegeSql, standingKey, standingPrivileges } from './roles.js';
import type { Runner } from './run.js';
import { runWithStandIns } from './run-with.js';
import { watchers } from './watchers.js';

export interface BuildInput {
  readonly scratch: Scratch;
  readonly state: State;
  readonly live: Catalog;
  readonly platform: Platform;
  /** Who owns what state makes. */
  readonly owner: string;
  readonly whole: boolean;
  /** `null`: the whole database. */
  readonly schemas: readonly string[] | null;
  /** What state does not declare is dropped. */
  readonly dropsUnlisted: boolean;
  /** Whether a live object that state does not declare is left in its place. */
  readonly stays: (key: Key) => boolean;
}

export interface Built {
  readonly desired: Catalog;
  readonly searchPath: string;
  /** What state has that is amiss without being in the way. */
  readonly diagnostics: readonly Diagnostic[];
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const searchPathOf = (platform: Platform): string =>
  ['public', ...platform.searchPath].map(quote).join(', ');

/** Builds the state in the scratch, standing in for what it refers to, and reads it back as the desired catalog. */
export async function build(given: BuildInput): Promise<Built> {
  const input = { ...given, live: asCalled(given.live, given.state) };
  const { scratch, state, live, platform, owner } = input;
  const { session } = scratch;
  // Anywhere but on the user's own server, roles may be made and acted as.
  const apart = scratch.kind !== 'server';
  const searchPath = searchPathOf(platform);
  const literals = ['TimeZone', 'DateStyle', 'IntervalStyle'].map(
    (name) => `set local ${name} to '${(live.settings[name] ?? '').replaceAll("'", "''")}'`,
  );
  const settings = `${literals.join(';')}; set local check_function_bodies = off; set local client_min_messages = error`;
  await session.run(settings);
  if (apart) await makeRoles(session, live.roles);
  // Before 15, everybody may create in the public schema of a new database.
  if (apart && live.version < 150000) await session.run('grant create on schema public to public');
  const owners = new Owners(
    state.declared,
    state.statements,
    await standingSchemas(session, live),
    elsewhereIn(state, live),
  );
  const acting = new Set(await actingRoles(owners.makers(), input));
  const only = apart ? null : new Set([owner, ...acting]);
  const standing = standingPrivileges(input);
  const privileges = (schema: string | null): string[] =>
    privilegeSql(standing, schema, only, session.version);
  for (const sql of [...privileges(null), ...privileges('public')]) await session.run(sql);
  const grantees = defaultGrantees(input);
  const extensions = await scratchExtensions(scratch, state);
  const [bare, bareNow] = [revoker(input, grantees), takeAll(input, grantees)];
  const runner: Runner = {
    session,
    searchPath,
    roleFor: (statement) => {
      const said = owners.makerOf(statement);
      return said !== undefined && acting.has(said) ? said : owner;
    },
    yields: (statement) => !apart && owners.yields(statement),
    outside: scratch.kind === 'embedded' ? outside(session, settings) : null,
    // What a server of the user's own would keep (roles) is never committed.
    renew: async () => {
      if (scratch.kind !== 'other') await session.run(`commit; begin; ${settings}`);
    },
    textOf: (statement) => {
      const extension = extensions.textOf(statement);
      const whole = extension === undefined ? textOf(statement, apart) : extension;
      if (whole === null) return null;
      const text = scratch.kind === 'embedded' ? narrowed(statement, whole) : whole;
      const maker = runner.roleFor(statement) ?? owner;
      const sql = owners.textOf(statement, text, maker);
      const other = owners.grantorOf(statement, maker, live);
      return other === null ? sql : passedOn(sql, other, maker, apart);
    },
    after: (statement) => {
      const maker = runner.roleFor(statement) ?? owner;
      const made = statement.creates.flatMap((ref) => [
        ...(ref.kind === 'schema' ? privileges(ref.name) : []),
        ...bare(ref, maker),
      ]);
      if (statement.bares !== undefined) made.push(...bareNow(statement.bares, maker));
      return [...made, ...owners.after(statement, maker, grantees)];
    },
  };
  const path = ['public', ...platform.searchPath];
  const maker = standInMaker({
    session,
    live,
    path,
    searchPath,
    owner,
    role: quote(owner),
    extensions,
    privileges,
    renamedTypes: renamedTypes(state, live),
    saysGrants: grantsIn(state),
    whole: input.whole,
  });
  const { watching, others } = watchers(state.statements);
  await runWithStandIns(runner, others, maker, extensions.onPaper);
  await standForAdditions(state, session, maker);
  const refused = await checkBodies(runner, state.statements, maker);
  const heirs = await makeHeirs({
    session,
    live,
    role: quote(owner),
    stays: input.stays,
    standIns: maker.made,
    renames: renamesOf(state, live),
    renew: runner.renew,
  });
  await session.run("set local role none; set local search_path to ''");
  await session.run('savepoint watching');
  await runWithStandIns({ ...runner, renew: async () => undefined }, watching, maker);
  await session.run("set local role none; set local search_path to ''");
  const whole = extensions.amend(await readCatalog(session, { inTransaction: true }), live);
  await session.run('rollback to savepoint watching');
  const role = quoteIdent(owner);
  const diagnostics = await brokenBodies(refused, { session, live, read: whole, searchPath, role });
  const { read, says } = await modelled(session, state, whole, live, owner, scratch.kind === 'embedded');
  return {
    desired: await attach({
      session,
      state,
      searchPath,
      read,
      says,
      standIns: new Set([...maker.made, ...heirs.schemas, ...standing.map(standingKey)]),
      heirs: heirs.made,
      owner,
      live,
      whole: input.whole,
    }),
    searchPath,
    diagnostics,
  };
}

/** Of the roles that SET ROLE names, those that a scratch can act as. */
async function actingRoles(names: readonly string[], { scratch, live }: BuildInput): Promise<string[]> {
  const known = names.filter((name) => live.roles.has(name) && actable(name) !== null);
  if (scratch.kind !== 'server' || known.length === 0) return known;
  const [me] = await scratch.session.query<{ name: string }>('select session_user::text as name');
  return known.filter((name) => me !== undefined && maySet(live, me.name, name));
}

/** What a throw-away engine holds need not be rolled back: the statement runs between two transactions. */
function outside(session: Session, settings: string): (head: string, text: string) => Promise<void> {
  return async (head, text) => {
    await session.run('commit');
    await session.run(head.replaceAll('set local', 'set'));
    try {
      await session.run(text);
    } finally {
      await session.run(`reset role; reset search_path; begin; ${settings}`);
    }
  };
}

/** A GRANT in another role's name. A throw-away scratch's roles are superusers, which grant as the owner: it is none meanwhile. */
function passedOn(sql: string, grantor: string, maker: string, apart: boolean): string {
  const flag = (word: string): string[] =>
    apart ? ['set local role none', `alter role ${quote(grantor)} ${word}`] : [];
  return [
    ...flag('nosuperuser'),
    `set local role ${quote(grantor)}`,
    sql,
    ...flag('superuser'),
    `set local role ${quote(maker)}`,
  ].join(';\n');
}

/** BEGIN, COMMIT and the like: state is no script, the scratch has one transaction of its own. */
export const isTransaction = (statement: StateStatement): boolean =>
  /^\s*(begin|start\s+transaction|commit|end|rollback|abort|savepoint|release|prepare\s+transaction)\b/i.test(
    statement.sql,
  );

/** What is modelled rather than run: roles, ownership, settings of the cluster. */
function textOf(statement: StateStatement, apart: boolean): string | null {
  if (isTransaction(statement)) return null;
  // Nobody waits for locks in a scratch, and CONCURRENTLY cannot run in a transaction.
  const concurrent =
    /^(\s*(?:create\s+(?:unique\s+)?index|drop\s+index|refresh\s+materialized\s+view)\s+)concurrently\b/i;
  if (statement.class !== 'modelled')
    return statement.sql.replace(concurrent, (_, start: string) => start + ' '.repeat(12));
  return apart && /^\s*create\s+(role|user|group)\b/i.test(statement.sql) ? statement.sql : null;
}

/** For the embedded engine. */
function narrowed({ creates: [ref] }: StateStatement, text: string): string {
  return ref === undefined || !isKind(ref.kind) ? text : (kindOf(ref.kind).narrow?.(text) ?? text);
}

/** Owners of the schema that is there before anything is made. */
async function standingSchemas(session: Session, live: Catalog) {
  const rows = await session.query<{ name: string; here: string }>(
    "select nspname::text as name, pg_catalog.pg_get_userbyid(nspowner)::text as here from pg_catalog.pg_namespace where nspname = 'public'",
  );
  return new Map(rows.map(({ name, here }) => [name, { here, there: ownerOfPublic(live, here) ?? here }]));
}

/**
 * A manifest's `grants:` is complete: what default privileges give to what it makes is taken away before its own
 * grants are made. SQL files say themselves what they revoke.
 */
function revoker(
  input: BuildInput,
  grantees: ReadonlySet<string>,
): (ref: ObjectRef, owner: string) => string[] {
  const complete = new Set(
    input.state.declared.filter((d) => d.grants && !d.at.file.endsWith('.sql')).map((d) => refText(d.ref)),
  );
  const taken = takeAll(input, grantees);
  return (ref, owner) => {
    const privileges = isKind(ref.kind) ? kindOf(ref.kind).privileges : null;
    if (privileges === null || ref.table !== null || !complete.has(refText(ref))) return [];
    const args = ref.arguments === null ? '' : `(${ref.arguments})`;
    return taken(`${privileges.word} ${qualified(ref.schema, ref.name)}${args}`, owner);
  };
}

/** Takes away from all that default privileges name, but the owner, what they have on something that GRANT calls so. */
const takeAll =
  ({ live }: BuildInput, grantees: ReadonlySet<string>) =>
  (target: string, owner: string): string[] => {
    const list = [...grantees].filter((name) => live.roles.has(name) && name !== owner).map(quoteIdent);
    return list.length === 0 ? [] : [`revoke all on ${target} from ${list.join(', ')}`];
  };

/** Who gets something on new objects, by the live default privileges or those of the state. */
function defaultGrantees({ state, live }: BuildInput): ReadonlySet<string> {
  return new Set([
    ...live.defaultPrivileges.flatMap((row) => row.grants.map((grant) => grant.grantee)),
    ...state.statements.flatMap(({ sql }) => granteesOf(sql)),
  ]);
}

/** Whom ALTER DEFAULT PRIVILEGES … GRANT names; nobody for other statements. */
function granteesOf(sql: string): string[] {
  if (!/^\s*alter\s+default\s+privileges\b/i.test(sql)) return [];
  const { tokens } = tokenize(sql);
  const to = tokens.findLastIndex((token) => isWord(token, 'to'));
  const end = tokens.findIndex((token, index) => index > to && isWord(token, 'with'));
  return to === -1
    ? []
    : tokens.slice(to + 1, end === -1 ? undefined : end).flatMap((token) => nameOf(token) ?? []);
}
