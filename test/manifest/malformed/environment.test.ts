import { cases, DEV, environment } from './harness.js';

const base = 'environment: dev\ndatabase: { embedded: dev }\nstate: [a]\n';
const table = { 'state/a/x.yaml': 'table: clients\ncolumns: { id: int }\n' };

cases({
  'another name than the file': environment(base.replace('dev', 'prod'), [
    '1:14 environment-name',
    /write environment: dev/,
  ]),
  'no database': environment('environment: dev\nstate: [a]\n', ['1:1 missing-key', 'add database: …']),
  'a database without a place': environment('environment: dev\ndatabase: {}\nstate: [a]\n', [
    '2:11 missing-key',
    /DATABASE_URL/,
  ]),
  'a URL of another kind': environment(
    'environment: dev\ndatabase: { url: "mysql://u:secret@h/d" }\nstate: [a]\n',
    ['2:18 not-a-value', /postgres:\/\//],
  ),
  'an unknown key': environment(`${base}unlised: drop\n`, ['4:1 unknown-key', 'did you mean unlisted?']),
  'an unlisted that does not exist': environment(`${base}unlisted: ignore\n`, ['4:11 not-a-value', null]),
  'a time without a unit that exists': environment(`${base}guard: { lock_timeout: 5 secs }\n`, [
    '4:24 not-a-value',
    /5s, 500ms, 5min/,
  ]),
  'retries below zero': environment(`${base}guard: { lock_retries: -1 }\n`, ['4:24 not-a-value', null]),
  'a guard misspelt': environment(`${base}guard: { destructive: confirmed }\n`, [
    '4:23 not-a-value',
    'did you mean confirm?',
  ]),
  'online steps misspelt in a list': environment(`${base}online: [indexes, constraint]\n`, [
    '4:19 not-a-value',
    'did you mean constraints?',
  ]),
  'online steps misspelt in a map': environment(`${base}online: { index: allow }\n`, [
    '4:11 unknown-key',
    /indexes/,
  ]),
  'online from a size that is none': environment(`${base}online: { indexes: large }\n`, [
    '4:20 not-a-value',
    /100MB/,
  ]),
  'online that is a word': environment(`${base}online: indexes\n`, ['4:9 wrong-type', null]),
  'a scratch misspelt': environment(`${base}scratch: embeded\n`, [
    '4:10 not-a-value',
    'did you mean embedded?',
  ]),
  'a status that is no status': environment(
    `${base}verify: { http: [{ url: "https://x.y", status: 20 }] }\n`,
    ['4:48 not-a-value', null],
  ),
  'a check that changes something': environment(`${base}verify: { sql: [insert into t values (1)] }\n`, [
    '4:17 not-a-value',
    'what changes something belongs to after.sql',
  ]),
  'a check of two queries': environment(`${base}verify: { sql: ["select 1; select 2"] }\n`, [
    '4:17 not-a-value',
    'give every query an entry of its own',
  ]),
  'a bundle that is not there': environment(base.replace('[a]', '[a, crn]'), [
    '3:12 no-bundle',
    'bundles: a',
  ]),
  'a bundle twice': environment(base.replace('[a]', '[a, a]'), ['3:12 duplicate', 'remove one of them']),
  'an empty file': environment('', ['1:1 missing-key', /environment: dev/]),
  'two documents': environment(`${base}---\n${base}`, ['5:1 yaml', 'one file per environment']),
  'unlisted: drop with nothing said of state': environment(
    'environment: dev\ndatabase: { embedded: dev }\nunlisted: drop\n',
    ['3:11 missing-key', /state: \[\]/],
  ),
  'a glob in drop': environment(`${base}drop: { tables: [users, "nc_*"] }\n`, [
    '4:29 glob-in-drop',
    /list every name/,
  ]),
  'a glob among functions to drop': environment(`${base}drop:\n  functions:\n    - crm_*\n`, [
    '6:11 glob-in-drop',
    /list every name/,
  ]),
  'a set that does not exist': environment(`${base}keep: { table: [a] }\n`, [
    '4:9 unknown-key',
    'did you mean tables?',
  ]),
  'a set entry that is no text': environment(`${base}keep: { tables: [5] }\n`, [
    '4:18 wrong-type',
    "put it in quotes: '5'",
  ]),
  'a column without its table': environment(`${base}drop: { columns: [email] }\n`, [
    '4:19 bad-name',
    'write TABLE.email',
  ]),
  'a set name with too many dots': environment(`${base}keep: { tables: [a.b.c] }\n`, [
    '4:22 bad-name',
    /double-quoted: "b.c"/,
  ]),
  'a routine without its closing parenthesis': environment(`${base}drop: { functions: ["f(int"] }\n`, [
    '4:23 bad-name',
    /may_edit\(uuid\)/,
  ]),
  'a routine whose arguments are none': environment(`${base}drop: { functions: ["f(int,)"] }\n`, [
    '4:24 bad-name',
    /may_edit/,
  ]),
  'kept and dropped': environment(`${base}keep: { tables: [users] }\ndrop: { tables: [public.users] }\n`, [
    '5:18 kept-and-dropped',
    /one of the two sets/,
  ]),
  'kept by a glob and dropped': environment(
    `${base}keep: { tables: ["nc_*"] }\ndrop: { tables: [nc_old] }\n`,
    ['5:18 kept-and-dropped', /one of the two sets/],
  ),
  'an entry twice': environment(`${base}drop: { tables: [users, users] }\n`, [
    '4:25 duplicate',
    'remove one of them',
  ]),
  'declared and dropped': {
    files: { ...table, [DEV]: `${base}drop:\n  tables:\n    - clients\n` },
    found: [[`${DEV}:6:7 declared-and-dropped`, 'remove the entry, or the declaration']],
    frame: `${DEV}:6:7: error: table clients is dropped here and declared at state/a/x.yaml:1:1\n      - clients\n        ^\nhint: remove the entry, or the declaration`,
  },
  'declared and kept': {
    files: { ...table, [DEV]: `${base}keep: { tables: [public.clients] }\n` },
    found: [[`${DEV}:4:18 declared-and-kept`, 'remove the entry, or the declaration']],
  },
  'a declared function dropped by its bare name': {
    files: {
      'state/a/x.sql': "create function f(int) returns int language sql as 'select 1';",
      [DEV]: `${base}drop: { functions: [f] }\n`,
    },
    found: [[`${DEV}:4:21 declared-and-dropped`, 'remove the entry, or the declaration']],
  },
});

const withUrl = (url: string, more = ''): string =>
  `environment: dev\ndatabase:\n  url: ${url}\n${more}state: []\n`;

cases({
  'a variable that is not set': {
    files: { [DEV]: withUrl('"${PROD_URL}"') },
    env: {},
    found: [[`${DEV}:3:9 unset-variable`, /export PROD_URL=/]],
  },
  'a variable that is empty, in the middle': {
    files: { [DEV]: withUrl('postgres://u:${PASSWORD}@h/d') },
    env: { PASSWORD: '' },
    found: [[`${DEV}:3:21 unset-variable`, /export PASSWORD=/]],
  },
  'a variable without a name': {
    files: { [DEV]: withUrl('"${}"') },
    env: {},
    found: [[`${DEV}:3:9 bad-variable`, /letters, digits/]],
  },
  'a variable without its end': {
    files: { [DEV]: withUrl('"postgres://${HOST/d"') },
    env: { HOST: 'h' },
    found: [[`${DEV}:3:20 bad-variable`, /letters, digits/]],
  },
  'not set, and the embedded database forbidden': {
    files: { [DEV]: withUrl('"${PROD_URL}"', '  embedded: crm\n') },
    env: {},
    noEmbedded: true,
    found: [[`${DEV}:3:9 unset-variable`, /export PROD_URL=/]],
  },
  'only embedded, and that forbidden': {
    files: {},
    env: {},
    noEmbedded: true,
    found: [[`${DEV}:2:11 no-embedded`, null]],
  },
});
