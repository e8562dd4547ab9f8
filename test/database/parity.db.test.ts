import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlState } from '../../src/database/failure.js';
import { openMemory } from '../../src/database/memory.js';
import { connectServer } from '../../src/database/server.js';
import type { Session } from '../../src/database/session.js';
import { decoderOf } from '../../src/database/types.js';
import { majors } from '../support/binaries.js';
import { sharedServer } from '../support/shared.js';

/** SQL expressions and the JavaScript value that either engine gives. */
const VALUES: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['true', true],
  ['2::int2', 2],
  ['-7::int4', -7],
  ['4294967295::oid', 4294967295],
  ['9223372036854775807::int8', '9223372036854775807'],
  ['1.50::numeric', '1.50'],
  ["'NaN'::float8", Number.NaN],
  ["'-Infinity'::float4", Number.NEGATIVE_INFINITY],
  ['0.1::float8', 0.1],
  ["'x'::text", 'x'],
  ["'pg_class'::name", 'pg_class'],
  [`'r'::"char"`, 'r'],
  ["'ab '::char(3)", 'ab '],
  [`'{"a":[1,null]}'::json`, { a: [1, null] }],
  [`'"text"'::jsonb`, 'text'],
  ["'null'::jsonb", null],
  ["'\\xdeadBEEF'::bytea", Buffer.from('deadbeef', 'hex')],
  ["'2020-01-02'::date", '2020-01-02'],
  ["'2020-01-02 03:04:05.678'::timestamp", '2020-01-02 03:04:05.678'],
  ["interval '1 day 2 hours'", '1 day 02:00:00'],
  ["'00000000-0000-0000-0000-000000000001'::uuid", '00000000-0000-0000-0000-000000000001'],
  ["'pg_catalog.pg_class'::regclass", 'pg_class'],
  ["'int4'::regtype", 'integer'],
  ["'7'::xid", '7'],
  ["'10.0.0.1'::inet", '10.0.0.1'],
  ["'{}'::text[]", []],
  [
    `array['a', null, 'NULL', 'q"uote', 'back\\slash', '', 'com,ma', '{brace}']`,
    ['a', null, 'NULL', 'q"uote', 'back\\slash', '', 'com,ma', '{brace}'],
  ],
  ["array['a'::name, 'b']", ['a', 'b']],
  ['array[1, null, 3]', [1, null, 3]],
  [
    'array[[1, 2], [3, 4]]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ["'[0:1]={7,8}'::int[]", [7, 8]],
  ['array[true, false]', [true, false]],
  ['array[5::int8]', ['5']],
  ['array[17::oid]', [17]],
  [`array['r'::"char"]`, ['r']],
  [`array['{"a":1}'::jsonb]`, [{ a: 1 }]],
  ["array['{a=r/b}'::text]", ['{a=r/b}']],
  ["'1 2 3'::int2vector", [1, 2, 3]],
  ["''::oidvector", []],
  ["array[box '(1,1),(0,0)', box '(2,2),(0,0)']", ['(1,1),(0,0)', '(2,2),(0,0)']],
  ['row(1, null)', '(1,)'],
  ["'[1,3)'::int4range", '[1,3)'],
  ["'😀'", '😀'],
];

/** Statements that fail, each alone. */
const FAILURES = [
  'select 1; selec 2',
  'select nope',
  "select '😀', nope",
  'select 1/0',
  "select 'x'::int",
  'create table pg_temp.one_column (a int); insert into pg_temp.one_column values (1, 2)',
  "do $$ begin raise exception 'mine' using errcode = 'ABCDE', detail = 'more', hint = 'do that'; end $$",
  'do $$ begin perform nope(); end $$',
  'set role no_such_role',
  "create function pg_temp.f() returns int language plpgsql as 'begin retur 1; end'",
];

const select = (expressions: readonly string[]) =>
  `select ${expressions.map((one, at) => `${one} as v${at}`).join(', ')}`;

async function failureOf(task: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await task.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('it did not fail');
  const shown = [
    'code',
    'message',
    'position',
    'detail',
    'hint',
    'where',
    'internalPosition',
    'internalQuery',
    'severity',
  ];
  return Object.fromEntries(shown.map((key): [string, unknown] => [key, Reflect.get(error, key)]));
}

let memory: Session;
beforeAll(async () => {
  memory = await openMemory();
});
afterAll(() => memory.close());

async function onServer<Result>(
  major: Parameters<typeof sharedServer>[0],
  task: (session: Session) => Promise<Result>,
) {
  const session = await connectServer((await sharedServer(major)).url());
  try {
    return await task(session);
  } finally {
    await session.close();
  }
}

const wanted = Object.fromEntries(VALUES.map(([, value], at) => [`v${at}`, value]));

describe('values', () => {
  it('come alike from the embedded engine, in both protocols', async () => {
    const sql = select(VALUES.map(([expression]) => expression));
    expect(await memory.query(sql)).toEqual([wanted]);
    expect(await memory.run(sql)).toEqual([[wanted]]);
  });

  it.each(majors())('come alike from PostgreSQL %i, in both protocols', async (major) => {
    const sql = select(VALUES.map(([expression]) => expression));
    await onServer(major, async (session) => {
      expect(await session.query(sql)).toEqual([wanted]);
      expect(await session.run(sql)).toEqual([[wanted]]);
    });
  });

  it.each(majors())(
    'parameters of every sort reach PostgreSQL %i and the embedded engine alike',
    async (major) => {
      const sql =
        'select $1::text[] a, $2::jsonb b, $3::int c, $4::bool d, $5::bytea e, $6::int8 f, $7::text g, $8::oid[] h';
      const parameters = [
        ['x', 'q"', null],
        { a: [1] },
        5,
        false,
        Buffer.from([0, 255]),
        '9007199254740993',
        null,
        [1, 2],
      ];
      const rows = [
        {
          a: ['x', 'q"', null],
          b: { a: [1] },
          c: 5,
          d: false,
          e: Buffer.from([0, 255]),
          f: '9007199254740993',
          g: null,
          h: [1, 2],
        },
      ];
      expect(await memory.query(sql, parameters)).toEqual(rows);
      await onServer(major, async (session) => expect(await session.query(sql, parameters)).toEqual(rows));
    },
  );

  it.each(majors())('every array type that PostgreSQL %i ships is read as an array', async (major) => {
    await onServer(major, async (session) => {
      const rows = await session.query<{ array: number; name: string }>(
        "select typarray as array, typname as name from pg_type where oid < 10000 and typarray <> 0 and typarray < 10000 and typtype <> 'c'",
      );
      const unread = rows.filter((row) => !Array.isArray(decoderOf(row.array)('{}')));
      expect(unread.map((row) => `${row.array} ${row.name}`)).toEqual([]);
    });
  });
});

describe('the rows of each statement', () => {
  const sql =
    'select 1 as a; create temp table t (i int); insert into t values (1), (2) returning i; ; select i from t where false; set search_path = public';
  const rows = [[{ a: 1 }], [], [{ i: 1 }, { i: 2 }], [], []];
  it('are kept apart', async () => {
    expect(await memory.run(sql)).toEqual(rows);
    for (const major of majors())
      await onServer(major, async (session) => expect(await session.run(sql)).toEqual(rows));
  });
});

describe('errors', () => {
  it.each(FAILURES)('%s', async (sql) => {
    const embedded = await failureOf(memory.run(sql));
    expect(embedded.code).toMatch(/^[0-9A-Z]{5}$/);
    await onServer(18, async (session) => expect(await failureOf(session.run(sql))).toEqual(embedded));
    expect(await memory.query('select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  it('give the position in characters', async () => {
    expect((await failureOf(memory.run("select '😀', nope"))).position).toBe('13');
  });

  it('in the extended protocol leave the session usable', async () => {
    for (const [sql, parameters] of [
      ['select $1::int', ['x']],
      ['selec', []],
      ['select 1; select 2', []],
    ] as const) {
      const embedded = await failureOf(memory.query(sql, parameters));
      await onServer(18, async (session) => {
        expect(await failureOf(session.query(sql, parameters))).toEqual(embedded);
        expect(await session.query('select 1 as alive')).toEqual([{ alive: 1 }]);
      });
      expect(await memory.query('select 1 as alive')).toEqual([{ alive: 1 }]);
    }
  });

  it('are known by their SQLSTATE', async () => {
    const error: unknown = await memory.run('select 1/0').catch((reason: unknown) => reason);
    expect(sqlState(error)).toBe('22012');
    expect(sqlState(new Error('x'))).toBeNull();
    expect(sqlState(Object.assign(new Error('x'), { code: 'EPIPE' }))).toBeNull();
  });
});

describe('COPY', () => {
  const lines = async function* (...parts: (string | Error)[]): AsyncGenerator<Uint8Array> {
    for (const part of parts) {
      if (part instanceof Error) throw part;
      yield Buffer.from(part);
    }
  };
  const textOf = async (stream: AsyncIterable<Uint8Array>) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  async function behaves(session: Session): Promise<void> {
    await session.run('create temp table c (i int primary key, t text)');
    expect(await session.copyIn('copy c from stdin', lines('1\to', 'ne\n2\t', '\\N\n'))).toBe(2);
    expect(await session.copyIn('copy c from stdin', lines())).toBe(0);
    expect(await textOf(session.copyOut('copy (select * from c order by i) to stdout'))).toBe(
      '1\tone\n2\t\\N\n',
    );

    await expect(session.copyIn('copy c from stdin', lines('x\ty\n'))).rejects.toMatchObject({
      code: '22P02',
    });
    await expect(session.copyIn('copy c from stdin', lines('1\tagain\n'))).rejects.toMatchObject({
      code: '23505',
    });
    await expect(session.copyIn('copy nope from stdin', lines('1\n'))).rejects.toMatchObject({
      code: '42P01',
    });
    await expect(
      session.copyIn('copy c from stdin', lines('3\tx\n', new Error('the source broke'))),
    ).rejects.toThrow();
    await expect(textOf(session.copyOut('copy nope to stdout'))).rejects.toMatchObject({ code: '42P01' });
    expect(await session.query('select count(*) from c')).toEqual([{ count: '2' }]);

    await expect(session.run("select 'stdin'; copy c from stdin; select 1")).rejects.toMatchObject({
      code: '57014',
    });
    await expect(session.query('copy c from stdin')).rejects.toThrow(/is for copyIn/);
    expect(await session.run("copy c to stdout; select 'stdin' as word")).toEqual([[], [{ word: 'stdin' }]]);

    await session.run("insert into c select g, repeat('x', 1000) from generate_series(10, 3009) g");
    let first = 0;
    for await (const chunk of session.copyOut('copy c to stdout')) {
      first = chunk.length;
      break;
    }
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(1_000_000);
    expect((await textOf(session.copyOut('copy c to stdout'))).split('\n')).toHaveLength(3003);
    const [rows, copied] = await Promise.all([
      session.query('select 1 as a'),
      textOf(session.copyOut('copy c to stdout')),
    ]);
    expect([rows, copied.length > 3_000_000]).toEqual([[{ a: 1 }], true]);
  }

  it('works on the embedded engine', () => behaves(memory));
  it.each(majors())('works on PostgreSQL %i', (major) => onServer(major, behaves));
});
