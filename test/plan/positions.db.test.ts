import { expect, it } from 'vitest';
import { UserError } from '../../src/model/errors.js';
import { majors } from '../support/binaries.js';
import { withDatabase } from '../support/databases.js';
import { planned } from '../support/planned.js';
import { sharedServer } from '../support/shared.js';

/** Manifests that PostgreSQL refuses without saying where, and where that is. */
const REFUSED: Readonly<Record<string, readonly [yaml: string, ...said: RegExp[]]>> = {
  'a storage parameter': [
    'table: t\nwith: { filfactor: 50 }\ncolumns: { a: int }\n',
    /^2:9 unrecognized parameter/,
  ],
  'an index parameter': [
    'table: t\ncolumns: { a: int }\nindexes:\n  i: { columns: [a], with: { filfactor: 50 } }\n',
    /^4:30 unrecognized/,
  ],
  'a table of a publication': ['publication: p\ntables: [nope]\n', /^2:10 relation "nope" does not exist/],
  'a function of an aggregate': ['aggregate: a(int)\nsfunc: nope\nstype: int\n', /^2:8 function nope/],
  'an access method without operators': [
    'table: t\ncolumns: { a: int, r: int4range }\nconstraints:\n  x: exclude using gist (a with =, r with &&)\n',
    /^4:20 .*gist/,
  ],
  'a generation expression': [
    'table: t\ncolumns:\n  a: int\n  b: { type: timestamptz, generated: now() }\n',
    /^4:\d+ generation expression is not immutable/,
  ],
  'types of a foreign key': [
    'table: t\ncolumns:\n  a: text references u\n---\ntable: u\ncolumns: { id: int primary key }\n',
    /^3:\d+ foreign key .* incompatible types: text and integer/,
  ],
  'row-level security of a view': [
    'table: v\nrow_level_security: enabled\n---\nview: v\nquery: select 1 as a\n',
    /^2:21 ALTER action ENABLE ROW SECURITY cannot be performed .*\S$/,
  ],
  'a name that is nowhere': [
    'table: t\ncolumns: { a: nope }\n',
    /^2:15 type "nope" does not exist correct the name, or declare it in state$/,
  ],
  'a column that is not there': [
    'table: t\ncolumns: { a: int }\nconstraints:\n  c: check (b > 0)\n',
    /^4:13 column "b" does not exist correct the name, or declare the column$/,
  ],
  'a default of another type': [
    'table: t\ncolumns: { a: { type: int, default: "\'x\'" } }\n',
    /^2:\d+ invalid input syntax .* write a value that the type takes/,
  ],
  'views of each other': [
    'view: v\nquery: select * from w\n---\nview: w\nquery: select * from v\n',
    /^2:22 .*state makes it at .*:4:1, which needs this one in turn/,
    /^5:22 .*state makes it at .*:1:1, which needs/,
  ],
};

it('what the server refuses without a position is found by the names in its words', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    for (const [name, [yaml, ...said]] of Object.entries(REFUSED)) {
      const error = await planned(url, yaml, { format: 'yaml' }).catch((thrown: unknown) => thrown);
      if (!(error instanceof UserError)) throw error ?? new Error(`${name} is not refused`);
      const lines = error.problems.map(
        ({ at, message, hint }) => `${at?.line}:${at?.column} ${message} ${hint ?? ''}`,
      );
      expect(lines, name).toEqual(said.map((one) => expect.stringMatching(one)));
    }
  });
});
