/** What a role that connects may lack, and what it has by other ways than a GRANT of its own: `low_` connects. */
export interface Situation {
  readonly title: string;
  /** As the superuser; there is a schema `app` of `owns_`, and nobody may create in `public`. */
  readonly setup: string;
  readonly environment?: string;
  readonly state: string;
  /** What plan and apply say is lacking, which then makes it work; empty: it works as it is. */
  readonly grants: readonly string[];
  readonly says?: readonly string[];
  /** The first major that has it. */
  readonly since?: number;
}

const TABLE = 'table: public.n\ncolumns: { id: int primary key }\n';
const IN_APP = TABLE.replace('public.', 'app.');
const HIDDEN = `grant owns_ to low_; create table app.t (id int primary key); alter table app.t owner to owns_;
  create schema hidden authorization other_; create table hidden.h (id int primary key); alter table hidden.h owner to other_;
  create function hidden.hf() returns int language sql as 'select 1'; create type hidden.e as enum ('a');`;
const column = (type: string): string => `table: app.t\ncolumns: { id: int primary key, h: ${type} }\n`;
const USAGE = 'GRANT USAGE ON SCHEMA hidden TO low_';
const OF_APP = 'schemas: [app]\n';

const creating: Situation[] = [
  {
    title: 'CREATE on the schema of what is new',
    setup: '',
    state: TABLE,
    grants: ['GRANT CREATE ON SCHEMA public TO low_'],
    says: ['low_ lacks CREATE on schema public.'],
  },
  {
    title: 'CREATE that everybody has',
    setup: 'grant create on schema public to public',
    state: TABLE,
    grants: [],
  },
  {
    title: 'CREATE of a role that it is a member of',
    setup: 'grant other_ to low_; grant create on schema public to other_',
    state: TABLE,
    grants: [],
  },
  {
    title: "CREATE as a member of the schema's owner",
    setup: 'grant owns_ to low_',
    state: IN_APP,
    grants: [],
  },
  {
    title: "CREATE in public as the database's owner",
    setup: "do $$ begin execute format('alter database %I owner to low_', current_database()); end $$",
    state: TABLE,
    grants: [],
    since: 15,
  },
  {
    title: 'CREATE in a schema that the plan makes',
    setup: '',
    state: 'schema: fresh\n---\ntable: fresh.n\ncolumns: { id: int primary key }\n',
    grants: [],
  },
  {
    title: 'CREATE that the plan itself gives',
    setup:
      'grant owns_ to low_ with admin option; alter schema app owner to low_; revoke create on schema app from low_',
    environment: OF_APP,
    state: `schema: app\ngrants: { low_: [usage, create] }\n---\n${IN_APP}`,
    grants: [],
  },
  {
    title: 'CREATE for a new definition, a new name and another schema',
    setup: `create function public.f() returns int language sql as 'select 1'; alter function public.f() owner to low_;
      create table public.was (id int primary key); alter table public.was owner to low_;
      create table public.moves (id int primary key); alter table public.moves owner to low_;
      create type public.e as enum ('a'); alter type public.e owner to low_;`,
    environment: 'schemas: [public, app]\n',
    state: `function: public.f()\nreturns: int\nlanguage: sql\nbody: select 2\n---\ntable: public.now\nrenamed_from: public.was\ncolumns: { id: int primary key }\n---\ntable: app.moves\nrenamed_from: public.moves\ncolumns: { id: int primary key }\n`,
    grants: ['GRANT CREATE ON SCHEMA app TO low_', 'GRANT CREATE ON SCHEMA public TO low_'],
  },
  {
    title: 'a new name that asks for nothing',
    setup: `create type public.e as enum ('a'); alter type public.e owner to low_; create table public.t (a int); alter table public.t owner to low_;`,
    environment: 'schemas: [public]\n',
    state: `enum: public.f\nrenamed_from: public.e\nvalues: [a]\n---\ntable: public.t\ncolumns: { b: { type: int, renamed_from: a } }\nconstraints: { c: check (b > 0) }\ntriggers: {}\npolicies: { p: { for: select, using: 'true' } }\n`,
    grants: [],
  },
];

const giving: Situation[] = [
  {
    title: 'an owner that it is no member of',
    setup: 'grant owns_ to low_; grant create on schema app to other_',
    environment: OF_APP,
    state: `${IN_APP}owner: other_\n`,
    grants: ['GRANT other_ TO low_ WITH SET TRUE'],
    says: ['table app.n is to belong to other_, and low_ may not act as other_.'],
  },
  {
    title: "the environment's owner, who may not create there either",
    setup: 'grant owns_ to low_',
    environment: `${OF_APP}owner: other_\n`,
    state: `${IN_APP}---\nfunction: app.f()\nreturns: int\nlanguage: sql\nbody: select 1\n---\nenum: app.e\nvalues: [a]\n---\nview: app.v\nquery: select 1 as a\n`,
    grants: ['GRANT other_ TO low_ WITH SET TRUE', 'GRANT CREATE ON SCHEMA app TO other_'],
  },
  {
    title: 'a schema for another',
    setup: '',
    state: 'schema: fresh\nowner: other_\n',
    grants: ['GRANT other_ TO low_ WITH SET TRUE'],
    says: ['schema fresh is to belong to other_'],
  },
  {
    title: 'a table that goes from one to another',
    setup: 'grant owns_ to low_; create table app.n (id int primary key); alter table app.n owner to owns_',
    environment: OF_APP,
    state: `${IN_APP}owner: other_\n`,
    grants: ['GRANT other_ TO low_ WITH SET TRUE', 'GRANT CREATE ON SCHEMA app TO other_'],
    says: ['table app.n is to belong to other_'],
  },
  {
    title: 'an owner that it is a member of',
    setup: 'grant owns_, other_ to low_; grant create on schema app to other_',
    environment: OF_APP,
    state: `${IN_APP}owner: other_\n`,
    grants: [],
  },
  {
    title: 'a superuser gives to whom may not create',
    setup: 'alter role low_ superuser',
    environment: OF_APP,
    state: `${IN_APP}owner: other_\n`,
    grants: [],
  },
];

const using: Situation[] = [
  {
    title: 'USAGE for the table that a foreign key refers to',
    setup: HIDDEN,
    environment: OF_APP,
    state: column('int references hidden.h'),
    grants: [USAGE, 'GRANT REFERENCES ON hidden.h TO low_'],
  },
  ...(
    [
      ['the function of a default', column('int default hidden.hf()')],
      ['the type of a column', column('hidden.e')],
      ['what a view reads', 'view: app.v\nquery: select id from hidden.h\n'],
    ] as const
  ).map(([title, state]) => ({
    title: `USAGE for ${title}`,
    setup: HIDDEN,
    environment: OF_APP,
    state,
    grants: [USAGE],
  })),
  {
    title: 'USAGE of everybody, and of nothing that only a body names',
    setup: `${HIDDEN} create schema open; create table open.o (id int); grant usage on schema open to public;`,
    environment: OF_APP,
    state: `view: app.v\nquery: select id from open.o\n---\nfunction: app.f()\nreturns: bigint\nlanguage: sql\nbody: select count(*) from hidden.h\n---\nfunction: app.g()\nreturns: int\nlanguage: plpgsql\nbody: begin return hidden.hf(); end\n`,
    grants: [],
  },
];

const others: Situation[] = [
  {
    title: 'CREATE that only literals speak of',
    setup: `create table app.t (id int primary key, v text); alter table app.t owner to low_; grant usage on schema app to low_`,
    environment: OF_APP,
    state: `table: app.t\ncolumns: { id: int primary key, v: text, n: "text default 'to add unique it'" }\nconstraints:\n  ck: check (v <> 'please add unique names')\n`,
    grants: [],
  },
  {
    title: 'CREATEROLE for a new role',
    setup: '',
    environment: OF_APP,
    state: 'role: fresh_\n',
    grants: ['ALTER ROLE low_ CREATEROLE'],
  },
  {
    title: 'rights of an owner that it may only become',
    setup: `create table app.t (id int primary key); alter table app.t owner to owns_; alter schema app owner to other_; grant usage on schema app to low_;
      alter role low_ noinherit; grant owns_ to low_`,
    environment: `${OF_APP}unlisted: keep\n`,
    state: 'table: app.t\ncomment: ours\n',
    grants: ['GRANT owns_ TO low_ WITH INHERIT TRUE, SET TRUE'],
    since: 16,
  },
  {
    title: 'a schema that gets another name',
    setup:
      'create schema was; alter schema was owner to owns_; grant usage on schema was to low_; grant owns_ to low_; revoke all on schema was from owns_',
    environment: 'schemas: [now]\n',
    state:
      'schema: now\nrenamed_from: was\n---\nfunction: now.f()\nreturns: int\nlanguage: sql\nbody: select 1\n',
    grants: ['GRANT CREATE ON SCHEMA was TO low_'],
  },
  {
    title: "what is the database's owner's",
    setup: "do $$ begin execute format('alter database %I owner to other_', current_database()); end $$",
    environment: 'schemas: [public]\n',
    state: 'schema: public\ncomment: "ours"\n',
    grants: ['GRANT other_ TO low_ WITH SET TRUE'],
    says: ["schema public belongs to pg_database_owner, which is the database's owner other_"],
    since: 15,
  },
  ...['', '---\ntable: app.c\nrow_level_security: forced\n'].map((also) => ({
    title: `a foreign key to a table whose row-level security ${also === '' ? 'is' : 'becomes'} forced`,
    setup: `grant owns_ to low_; create table app.c (id int primary key); alter table app.c owner to owns_; insert into app.c values (1);
      ${also === '' ? 'alter table app.c enable row level security; alter table app.c force row level security' : ''}`,
    environment: `${OF_APP}unlisted: keep\n`,
    state: `table: app.n\ncolumns: { id: int primary key, c: int references app.c }\n${also}`,
    grants: [],
  })),
  {
    title: 'a foreign key to the forced table of somebody else',
    setup: `grant create, usage on schema app to low_; create table app.c (id int primary key); alter table app.c owner to owns_; insert into app.c values (1);
      grant references on app.c to low_; alter table app.c enable row level security; alter table app.c force row level security`,
    environment: `${OF_APP}unlisted: keep\n`,
    state: `table: app.n\ncolumns: { id: int primary key, c: int references app.c }\n`,
    grants: [],
  },
];

export const SITUATIONS: readonly Situation[] = [...creating, ...giving, ...using, ...others];
