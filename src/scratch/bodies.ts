import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../database/session.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { ObjectRef, StateStatement } from '../manifest/state.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { UserError } from '../model/errors.js';
import { keyOf, quoteIdent } from '../model/id.js';
import type { Diagnostic } from '../model/plan.js';
import { planObject } from '../plan/object.js';
import { causes, type Failure, problemOf } from './failures.js';
import type { Maker } from './maker.js';
import { type Runner, runAll } from './run.js';
import { runWithStandIns } from './run-with.js';
import { spelled } from './spelling.js';

/**
 * Has the server look into every routine that state asks to be checked, now that everything is there. Returns what it
 * refused; what the check leaves behind is taken back.
 */
export async function checkBodies(
  runner: Runner,
  statements: readonly StateStatement[],
  maker: Maker,
): Promise<readonly Failure[]> {
  const { session } = runner;
  const refused: Failure[] = [];
  await session.run('set local check_function_bodies = on');
  await session.run('savepoint bodies');
  const quiet: Runner = { ...runner, after: () => [], renew: async () => undefined };
  await runWithStandIns(
    { ...quiet, refused: (failures) => refused.push(...failures) },
    lastRoutines(statements).map(bodyCheck),
    maker,
  );
  const left = await withoutRenamed(quiet, await unresolved(quiet, refused));
  await session.run('rollback to savepoint bodies');
  return left;
}

/**
 * What is refused for its body. A routine that cannot be made again unchecked either was made under names that later
 * statements have changed (ALTER TYPE … RENAME): those of its arguments, or a SQL-standard body's, which was looked into.
 */
async function withoutRenamed(runner: Runner, refused: readonly Failure[]): Promise<readonly Failure[]> {
  if (refused.length === 0) return [];
  await runner.session.run('set local check_function_bodies = off');
  const gone: Failure[] = [];
  const statements = refused.map(({ statement }) => statement);
  const rest = await runAll({ ...runner, refused: (failures) => gone.push(...failures) }, statements);
  const renamed = new Set([...gone, ...rest].map(({ statement }) => statement));
  return refused.filter(({ statement }) => !renamed.has(statement));
}

/**
 * What is refused in the routine's own schema as well. Which search_path a body will run under is its callers' choice:
 * one that means its neighbours without their schema is no mistake.
 */
async function unresolved(runner: Runner, refused: readonly Failure[]): Promise<readonly Failure[]> {
  const again = new Map<StateStatement, Failure>();
  for (const failure of refused) {
    const { statement } = failure;
    const schema = statement.creates[0]?.schema ?? null;
    if (schema === null || statement.searchPath !== null) continue;
    again.set({ ...statement, searchPath: `${quoteIdent(schema)}, ${runner.searchPath}` }, failure);
  }
  if (again.size === 0) return refused;
  const still: Failure[] = [];
  const rest = await runAll({ ...runner, refused: (failures) => still.push(...failures) }, [...again.keys()]);
  const failed = new Set([...still, ...rest].map(({ statement }) => again.get(statement)));
  const tried = new Set(again.values());
  return refused.filter((failure) => !tried.has(failure) || failed.has(failure));
}

export interface Sides {
  readonly session: Session;
  readonly live: Catalog;
  /** What the scratch holds. */
  readonly read: Catalog;
  readonly searchPath: string;
  /** The role whose names they are, quoted. */
  readonly role: string;
}

/**
 * A body that the live database has as well was broken before: that is told, and stops nobody. Throws UserError for
 * every other one.
 */
export async function brokenBodies(refused: readonly Failure[], sides: Sides): Promise<Diagnostic[]> {
  if (refused.length === 0) return [];
  const refs = refused.flatMap(({ statement }) => statement.creates[0] ?? []);
  const spelling = await spelled(sides.session, refs, sides.searchPath, sides.role);
  const objectOf = ({ statement }: Failure): CatalogObject | null => {
    const [ref] = statement.creates;
    const object = ref === undefined ? undefined : inScratch(spelling.get(ref) ?? ref, sides.read);
    return object !== undefined && sameBody(object, sides.live.objects.get(object.key)) ? object : null;
  };
  const added = refused.filter((failure) => objectOf(failure) === null);
  if (added.length > 0) throw new UserError(causes(added).map(problemOf));
  return refused.flatMap((failure) => {
    const object = objectOf(failure);
    const { at = failure.statement.at } = problemOf(failure);
    return object === null
      ? []
      : {
          level: 'warning',
          code: 'body_broken',
          message: `${object.key} is broken, in the database as well: ${failure.message}`,
          file: at.file,
          line: at.line,
          column: at.column,
          object: planObject(object.id),
        };
  });
}

/** The object of a reference; where its types cannot be told, the only one of that name. */
function inScratch(ref: ObjectRef, { objects }: Catalog): CatalogObject | undefined {
  const exact = objects.get(keyOf(ref));
  if (exact !== undefined) return exact;
  const named = [...objects.values()].filter(
    ({ id }) => id.kind === ref.kind && id.schema === ref.schema && id.name === ref.name,
  );
  return named.length === 1 ? named[0] : undefined;
}

function sameBody(object: CatalogObject, live: CatalogObject | undefined): boolean {
  const { body } = kindOf(object.id.kind);
  const [wanted, has] = [object, live].map((one) => (one && body?.(one as never)) ?? null);
  return wanted !== null && isDeepStrictEqual(wanted, has);
}

/** The statement that last makes each routine, unless it is dropped again behind it or asks not to be checked. */
function lastRoutines(statements: readonly StateStatement[]): StateStatement[] {
  const last = new Map<string, StateStatement>();
  for (const statement of statements) {
    const [ref] = statement.creates;
    if (ref !== undefined && isKind(ref.kind) && kindOf(ref.kind).body !== undefined)
      last.set(refText(ref), statement);
    for (const gone of /^\s*drop\s/i.test(statement.sql) ? (statement.alters ?? []) : []) {
      for (const [text, made] of last) if (made.creates[0]?.name === gone.name) last.delete(text);
    }
  }
  return [...last.values()].filter(({ unchecked }) => unchecked !== true);
}

/** Bodies are checked when everything is there: the same statement once more, now that the server looks inside. */
function bodyCheck(statement: StateStatement): StateStatement {
  const head = /^\s*create\s+(or\s+replace\s+)?/i.exec(statement.sql)?.[0] ?? '';
  const verb = 'create or replace ';
  const shift = verb.length - head.length;
  return {
    ...statement,
    // A dump empties the path for its own statements; bodies run under the database's.
    searchPath: statement.searchPath === "''" ? null : statement.searchPath,
    sql: verb + statement.sql.slice(head.length),
    locate: (offset) => statement.locate(Math.max(0, offset - shift)),
    line: (position) => statement.line(position),
  };
}

/** A reference as text, alike for all that mean one object in the same words. */
export const refText = (ref: ObjectRef): string =>
  [ref.kind, ref.schema, ref.table, ref.name, ref.arguments].join('\n');
