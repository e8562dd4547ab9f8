import { PGlite } from '@electric-sql/pglite';
import { expect, it } from 'vitest';
import { qualified } from '../../src/model/id.js';
import { describeStatement, parseStatement } from '../../src/sql/index.js';

const ARGUMENTS = [
  '',
  'a uuid, text[], b int',
  'numeric(10,2), varchar(3), char(3), "char", character varying, national character varying(4), bpchar',
  'bit, bit varying(5), interval day to second(3), interval, float(20), double precision, real, dec(4)',
  'time, timetz, timestamp(3) with time zone, time without time zone',
  'int[][], text array, bigint array[4], "My s"."T", "My s"."T"[], pg_catalog.text, json, xid',
  'inout a int, out b text, variadic c text[]',
  "a int default 1, b text = 'x;y', c record default null",
  'anyelement, anyarray, regclass, "My s".dom',
];

it('gives argument types that PostgreSQL resolves to the routine that was made', async () => {
  const database = await PGlite.create();
  await database.exec(
    `create schema "My s"; create type "My s"."T" as (a int); create domain "My s".dom as text;`,
  );
  for (const [index, list] of ARGUMENTS.entries()) {
    const verb = list.includes('out b') ? 'returns record' : 'returns int';
    for (const head of [`function "My s"."f ${index}"(${list}) ${verb}`, `procedure p${index}(${list})`]) {
      const sql = `create ${head} language plpgsql as 'begin end'`;
      await database.exec(sql);
      const parsed = parseStatement(sql);
      if (parsed.kind === 'refused') throw new Error(parsed.message);
      const [ref] = describeStatement(sql, parsed.tree, 'public').creates;
      const text = `${qualified(ref?.schema ?? null, ref?.name ?? '')}(${ref?.arguments})`;
      const { rows } = await database.query<{ proname: string }>(
        'select proname from pg_proc where oid = to_regprocedure($1)',
        [text],
      );
      expect(rows, text).toEqual([{ proname: ref?.name }]);
    }
  }
  await database.close();
}, 60_000);
