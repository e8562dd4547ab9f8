import type { Session } from '../../src/database/index.js';
import { MAKERS } from './kinds/index.js';
import { literal, quote } from './names.js';
import type { Pair } from './slot.js';
import { ordered, ROLES, selfIn, World } from './world.js';

/** One state, as it was made. */
export interface Built {
  readonly world: World;
  /** What made it, to be run again: what failed is not in it. */
  readonly script: string;
  readonly kinds: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly kind: string;
  readonly sql: string;
  readonly message: string;
}

/** Roles that case folders speak of. */
const CASE_ROLES = ['app_owner', 'app_other', 'app_reader', 'app_writer'];

export const ROLES_SQL = [...ROLES, ...CASE_ROLES]
  .map(
    (role) =>
      `do $$ begin if to_regrole(${literal(quote(role))}) is null then create role ${quote(role)}; end if; end $$;`,
  )
  .join('\n');

/** Makes a state in an empty database, object by object; what PostgreSQL refuses is left out of it. */
export async function build(
  session: Session,
  pair: Pair,
  major: number,
  first: World | null,
): Promise<Built> {
  const slots = ordered(pair, MAKERS, major);
  const world = new World(
    major,
    slots.map(({ maker }) => maker),
  );
  const done: string[] = [];
  const kinds = new Map<string, number>();
  const failures: Failure[] = [];
  await session.run('begin');
  for (const [place, { slot, maker, id }] of slots.entries()) {
    world.begin(place);
    const self = selfIn(slot, maker, id, world, first);
    const made = self === null ? null : maker.make(self, world);
    if (self === null || made === null) continue;
    const sql = made.sql.map((text) => `${text};\n`).join('');
    try {
      await session.run('savepoint one');
      await session.run(sql);
    } catch (error) {
      failures.push({
        kind: maker.kind,
        sql,
        message: error instanceof Error ? error.message : String(error),
      });
      await session.run('rollback to savepoint one');
      continue;
    }
    done.push(sql);
    kinds.set(maker.kind, (kinds.get(maker.kind) ?? 0) + 1);
    const { sqlName, ...rest } = made;
    world.add(place, { ...rest, kind: maker.kind, sql: sqlName, schema: self.schema, name: self.name });
  }
  await session.run('commit');
  return { world, script: done.join('\n'), kinds, failures };
}
