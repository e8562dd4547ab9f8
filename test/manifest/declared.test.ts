import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadEnvironment, loadState } from '../../src/manifest/index.js';
import { kinds } from '../../src/manifest/kinds.js';
import type { DeclaredRef, State } from '../../src/manifest/state.js';
import { inProject, neverAsked } from './malformed/harness.js';

async function load(files: Record<string, string>): Promise<State> {
  return inProject(files, async (dir) =>
    loadState(dir, await loadEnvironment(dir, 'dev', {}), { secondOpinion: neverAsked }),
  );
}

const list = (set: 'all' | ReadonlySet<string>): 'all' | string[] => (set === 'all' ? 'all' : [...set]);
const brief = ({
  ref,
  at,
  attributes,
  sections,
  owner,
  grants,
  comment,
  renamedFrom,
  partial,
}: DeclaredRef) => ({
  name: [ref.kind, ref.schema, ref.table, ref.name, ref.arguments].filter((part) => part !== null).join(' '),
  at: `${at.line}:${at.column}`,
  attributes: list(attributes),
  sections: list(sections),
  said: [owner, grants && 'grants', comment && 'comment', ...renamedFrom, partial && 'partial']
    .filter(Boolean)
    .join(' '),
});

test('a table of YAML declares its parts, each at its key', async () => {
  const { declared } = await load({
    'state/a/x.yaml': `table: clients
owner: keeper
columns:
  id: uuid primary key
  org: { type: uuid, references: orgs, renamed_from: [company, firm], comment: Where }
constraints:
  only: check (true)
indexes: { i: (org) }
policies: { p: using (true) }
row_level_security: enabled
grants: {}
renamed_from: people
`,
  });
  const column = ['type', 'collation', 'notNull', 'default', 'generated', 'identity', 'identityOptions'];
  const index = ['unique', 'definition', 'valid', 'only', 'partitionOf'];
  expect(declared.map(brief)).toEqual([
    { name: 'column public clients id', at: '4:3', attributes: column, sections: [], said: 'grants' },
    {
      name: 'column public clients org',
      at: '5:3',
      attributes: column,
      sections: [],
      said: 'grants comment company firm',
    },
    { name: 'constraint public clients only', at: '7:3', attributes: 'all', sections: [], said: '' },
    { name: 'index public clients i', at: '8:12', attributes: index, sections: [], said: '' },
    { name: 'policy public clients p', at: '9:13', attributes: 'all', sections: [], said: '' },
    {
      name: 'table public clients',
      at: '1:1',
      attributes: [
        'rowSecurity',
        'forceRowSecurity',
        'partitionKey',
        'partitionOf',
        'bound',
        'inherits',
        'ofType',
      ],
      sections: ['column', 'constraint', 'index', 'policy'],
      said: 'keeper grants people',
    },
  ]);
});

test("a routine's earlier name may be written with its arguments", async () => {
  const { declared } = await load({
    'state/a/x.yaml': `function: crm.g(e crm.e, n integer)
renamed_from: [first, 'crm.f(crm.e, integer)']
returns: integer
language: sql
body: select 1
`,
  });
  expect(declared.map(({ renamedFrom }) => renamedFrom)).toEqual([['first', 'f']]);
});

test('a table without columns is not made', async () => {
  const { declared, statements } = await load({
    'state/a/x.yaml': 'table: auth.users\npolicies: { p: using (true) }\n',
  });
  expect(statements.map(({ sql }) => sql)).toEqual(['create policy p on auth.users using (true)']);
  expect(declared.map(brief).at(-1)).toEqual({
    name: 'table auth users',
    at: '1:1',
    attributes: [],
    sections: ['policy'],
    said: 'partial',
  });
});

test('foreign keys are statements of their own, so that tables may refer to each other', async () => {
  const { statements } = await load({
    'state/a/x.yaml': `table: a
columns:
  id: int constraint a_b references b on delete set null (id) deferrable not null check (id > 0)
  other: int references c
---
table: b
columns: { id: int }
constraints: { b_a: foreign key (id) references a }
`,
  });
  expect(statements.map(({ sql }) => sql.replaceAll(/\s+/g, ' '))).toEqual([
    'create table public.a ( id int not null check (id > 0), other int )',
    'alter table public.a add constraint a_b foreign key (id) references b on delete set null (id) deferrable',
    'alter table public.a add foreign key (other) references c',
    'create table public.b ( id int )',
    'alter table public.b add constraint b_a foreign key (id) references a',
  ]);
});

test('.sql declares everything of what it makes; later statements add to it, from any file', async () => {
  const { declared, statements } = await load({
    'state/a/1.sql': `comment on table crm.people is 'who';
alter table crm.people owner to keeper;
alter table storage.objects enable row level security;
create policy p on storage.objects using (true);
grant select on auth.users to anon;`,
    'state/a/2.sql': `set search_path = crm, public;
-- reconcile: renamed_from persons
-- reconcile: renamed_from "Leute"
create table people (id int primary key);
create index people_i on people (id);
create function f(int, out text) language sql as $$select 1$$;
create materialized view m as select 1 as one;
reset search_path;
create view v as select 1;
alter view v rename to w;
drop view if exists w;`,
  });
  expect(declared.map(brief)).toEqual([
    { name: 'policy storage objects p', at: '4:1', attributes: 'all', sections: 'all', said: '' },
    {
      name: 'table crm people',
      at: '4:1',
      attributes: 'all',
      sections: 'all',
      said: 'keeper comment persons Leute',
    },
    { name: 'index crm people people_i', at: '5:1', attributes: 'all', sections: 'all', said: '' },
    { name: 'function crm f pg_catalog.int4', at: '6:1', attributes: 'all', sections: 'all', said: '' },
    { name: 'materialized_view crm m', at: '7:1', attributes: 'all', sections: 'all', said: '' },
    { name: 'table storage objects', at: '3:1', attributes: ['rowSecurity'], sections: [], said: 'partial' },
    { name: 'table auth users', at: '5:1', attributes: [], sections: [], said: 'grants partial' },
  ]);
  expect(statements.map((one) => [one.class, one.searchPath])).toEqual([
    ['local', null],
    ['modelled', null],
    ['local', null],
    ['local', null],
    ['local', null],
    ['local', 'crm, public'],
    ['local', 'crm, public'],
    ['local', 'crm, public'],
    ['local', 'crm, public'],
    ['local', null],
    ['local', null],
    ['local', null],
  ]);
});

test('a name may be declared for the file', async () => {
  const { declared, statements } = await load({
    'state/a/x.yaml':
      'default_schema: crm\n---\nview: v\nquery: select 1\n---\nview: public."a.b"\nquery: select 1\n',
  });
  expect(declared.map(({ ref }) => [ref.schema, ref.name])).toEqual([
    ['crm', 'v'],
    ['public', 'a.b'],
  ]);
  expect(statements[0]?.searchPath).toBe('crm, public');
});

test('a body is quoted by a tag that it does not hold, and kept as it is', async () => {
  const body = 'select $body$x$body$, $body1';
  const { statements } = await load({
    'state/a/x.yaml': `function: f()\nreturns: text\nlanguage: sql\nbody: ${body}\n`,
  });
  expect(statements[0]?.sql).toContain(`as $body2$${body}$body2$`);
});

test('aliases and merge keys are followed', async () => {
  const { statements } = await load({
    'state/a/x.yaml':
      'table: t\ncolumns:\n  a: &c int not null\n  b: *c\n  c: { <<: { type: text, not_null: true }, type: date }\n',
  });
  expect(statements[0]?.sql).toBe(
    'create table public.t (\n  a int not null,\n  b int not null,\n  c date not null\n)',
  );
});

test('every kind of the schema is loaded, and the generic loader names none', () => {
  const schema: unknown = JSON.parse(readFileSync('schemas/manifest.schema.json', 'utf8'));
  const anyOf = typeof schema === 'object' && schema !== null && 'anyOf' in schema ? schema.anyOf : [];
  const names = JSON.stringify(anyOf)
    .match(/definitions\/(\w+)/g)
    ?.map((text) => text.split('/')[1]);
  expect([...kinds.keys(), 'default_schema'].sort()).toEqual(names?.sort());
  const words = [...kinds.keys()].filter(
    (kind) => !['schema', 'cast', 'role', 'language', 'server', 'operator'].includes(kind),
  );
  for (const file of ['load_yaml', 'schemas', 'check', 'sql', 'project']) {
    const code = readFileSync(`src/manifest/${file}.ts`, 'utf8').replaceAll(
      /\/\*[\s\S]*?\*\/|\/\/.*|'[^']*: [^']*'/g,
      '',
    );
    for (const word of words)
      expect(code, `${file} names ${word}`).not.toMatch(new RegExp(`['"\`]${word}['"\`]`));
  }
});
