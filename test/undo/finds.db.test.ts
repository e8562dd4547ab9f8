import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withApplied } from '../corpus/undo/case.js';
import { majors } from '../support/binaries.js';
import { sharedServer } from '../support/shared.js';

/** Two states of a database each; what the second one loses of the first comes back, whole, with rows and positions. */
const FINDS: readonly {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** What restore says of it; default: it brings everything back. */
  readonly restored?: 'conflict';
}[] = [
  {
    name: 'a sequence that a column owns which stays',
    before: `create table t (id int not null, name text);
      create sequence numbers as bigint start 100; alter sequence numbers owned by t.id; comment on sequence numbers is 'x';`,
    after: 'create table t (id int not null, name text);',
  },
  {
    name: 'an identity of a column that stays, with another column',
    before:
      'create table t (id int generated always as identity (start 50) primary key, name text, more text);',
    after: 'create table t (id int primary key, name text);',
  },
  {
    name: 'a subscription, beside a table',
    before: `create table t (id int primary key);
      create subscription sub connection '' publication p, q with (connect = false, slot_name = none, binary = true);`,
    after: 'create schema empty;',
  },
  {
    name: 'two sequences of one column, with and without it',
    before: `create table t (id int primary key, a int, b int);
      create sequence s1 owned by t.a; create sequence s2 owned by t.a; create sequence s3 owned by t.b; create sequence s4 owned by t.b;
      select setval('s1', 10), setval('s2', 20), setval('s3', 30), setval('s4', 40);`,
    after: 'create table t (id int primary key, b int);',
  },
  {
    name: 'a column that partitions have from their table, beside one that goes and one that comes',
    before: `create table p (id int, at date) partition by range (at);
      create table p1 partition of p for values from ('2001-01-01') to ('2002-01-01');
      create table p2 partition of p for values from ('2002-01-01') to ('2003-01-01'); create index on p1 (at);`,
    after: `create table p (id int, at date, more text) partition by range (at);
      create table p1 partition of p for values from ('2001-01-01') to ('2002-01-01');
      create table p3 partition of p for values from ('2003-01-01') to ('2004-01-01');`,
    restored: 'conflict',
  },
  {
    name: 'a key whose name another table has got',
    before: 'create table users (id int constraint the_key primary key); create table other (id int);',
    after: 'create table members (id int constraint the_key primary key);',
    restored: 'conflict',
  },
  {
    name: 'values of a column under views',
    before:
      'create table t (id bigint); create view v as select id from t; create view w as select id, 1 as one from v;',
    after:
      'create table t (id integer); create view v as select id from t; create view w as select id from v;',
  },
  {
    name: 'a table that is made anew as a partitioned one, and others',
    before: `create table t (id int, at date); create table kids () inherits (t); create table other (id int primary key);`,
    after: 'create table t (id int, at date) partition by range (at);',
    restored: 'conflict',
  },
];

const dir = mkdtempSync(join(tmpdir(), 'reconcile-finds-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe.each(majors().filter((major) => major === 15 || major === 18))('taken back on %s', (major) => {
  it.each(FINDS)('$name', { timeout: 240_000 }, async ({ before, after, restored }) => {
    const server = await sharedServer(major);
    const outcomes: unknown[] = [];
    const settings = { ways: ['restore', 'rollback'] as const, scratch: 'embedded' as const, all: true };
    await withApplied({ server, dir: join(dir, 'project') }, before, after, settings, (way, found) =>
      outcomes.push({ way, ...found }),
    );
    expect(outcomes).toEqual([
      restored === undefined
        ? { way: 'restore', result: 'ok', why: '' }
        : {
            way: 'restore',
            result: restored,
            why: expect.stringMatching(/is there already|cannot have its name|cannot come back as part/),
          },
      { way: 'rollback', result: 'ok', why: '' },
    ]);
  });
});
