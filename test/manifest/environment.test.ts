import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { loadEnvironment } from '../../src/manifest/index.js';
import { UserError } from '../../src/model/errors.js';
import { DEV, inProject } from './malformed/harness.js';

const URL = 'postgres://me:hidden@host/db';

async function load(text: string, env: Record<string, string> = {}, noEmbedded = false) {
  return inProject({ [DEV]: text }, (dir) => loadEnvironment(dir, 'dev', env, { noEmbedded }));
}

test('everything has its default', async () => {
  const found = await load('environment: dev\ndatabase: { embedded: dev }\n');
  expect(found).toMatchObject({
    name: 'dev',
    file: 'environments/dev.yaml',
    database: { url: null, embedded: 'dev', variable: null },
    platform: null,
    schemas: null,
    owner: null,
    state: [],
    unlisted: 'report',
    keep: {},
    drop: {},
    how: 'drop',
    guard: {
      destructive: 'confirm',
      backup: 'auto',
      lockTimeout: 5000,
      statementTimeout: 300_000,
      lockRetries: 3,
      frozen: false,
    },
    scratch: 'auto',
    backups: '.reconcile/backups',
    verify: { sql: [], http: [] },
  });
});

test('what is written is taken', async () => {
  const found = await load(
    `environment: dev
database: { url: "\${URL}", embedded: crm }
schemas: [public, crm]
drop: { tables: [users, "a.b.c"."d"], how: park }
keep: { tables: ["nc_*"], columns: [clients.legacy_*], policies: ["clients.read own"], indexes: [old] }
guard: { lock_timeout: 1500, statement_timeout: 2 min, backup: required }
verify: { sql: [select 1], http: [{ url: "https://\${HOST}/ok" }] }
`.replace('"a.b.c"."d"', '\'"a.b".c\''),
    { URL, HOST: 'crm.example' },
  );
  expect(found.database.url?.reveal()).toBe(URL);
  expect(found.how).toBe('park');
  expect(found.guard).toMatchObject({ lockTimeout: 1500, statementTimeout: 120_000, backup: 'required' });
  expect(found.drop.table?.map(({ text, parts, glob }) => ({ text, parts, glob }))).toEqual([
    { text: 'users', parts: ['users'], glob: false },
    { text: '"a.b".c', parts: ['a.b', 'c'], glob: false },
  ]);
  expect(Object.keys(found.keep)).toEqual(['table', 'column', 'policy', 'index']);
  expect(found.keep.table?.[0]).toMatchObject({ glob: true, at: { line: 5, column: 18 } });
  expect(found.verify.http[0]?.url.reveal()).toBe('https://crm.example/ok');
});

test('embedded serves where the variable is not set, unless it is forbidden', async () => {
  const text = 'environment: dev\ndatabase: { url: "${URL}", embedded: crm }\n';
  expect((await load(text)).database).toMatchObject({ url: null, embedded: 'crm', variable: 'URL' });
  expect((await load(text, { URL: '' })).database.url).toBeNull();
  expect((await load(text, { URL })).database.url?.reveal()).toBe(URL);
  await expect(load(text, {}, true)).rejects.toThrow('the environment variable URL is not set');
});

test('secrets do not become text', async () => {
  const text =
    'environment: dev\ndatabase: { url: "${URL}" }\nscratch: ${URL}\nverify: { http: [{ url: "${URL}" }] }\n';
  const found = await load(text, { URL });
  for (const shown of [
    JSON.stringify(found),
    inspect(found, { depth: 9, showHidden: true }),
    `${found.database.url}`,
  ]) {
    expect(shown).not.toContain('hidden');
    expect(shown).toContain('***');
  }
});

test('an environment that is not there names its neighbours', async () => {
  const error = await inProject({}, (dir) => loadEnvironment(dir, 'dve', {})).catch(
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(error instanceof UserError && error.problems).toEqual([
    {
      code: 'no-environment',
      message: 'there is no environment dve',
      hint: 'did you mean dev?',
      at: { file: 'environments/dve.yaml', line: 1, column: 1 },
    },
  ]);
});

test('what may be done online', async () => {
  const head = 'environment: dev\ndatabase: { embedded: dev }\nonline: ';
  const given = {
    true: { indexes: 0, constraints: 0, enum_values: 0 },
    false: {},
    '[indexes]': { indexes: 0 },
    '{ indexes: 100MB, constraints: allow, enum_values: forbid }': { indexes: 100e6, constraints: 0 },
  };
  for (const [text, limits] of Object.entries(given))
    expect((await load(`${head}${text}\n`)).online, text).toEqual(limits);
  expect((await load(head.replace('online: ', ''))).online).toEqual({});
});

test('sets are kept by the kind that has their plural; what stands in no schema may have dots', async () => {
  const { keep } = await load(`environment: dev
database: { embedded: dev }
keep: { operator_classes: [app.oc], statistics: [st], text_search_dictionaries: [d], user_mappings: ["public on s.t"], access_methods: [a.m] }
`);
  expect(Object.entries(keep).map(([kind, entries]) => [kind, entries.map(({ parts }) => parts)])).toEqual([
    ['operator_class', [['app', 'oc']]],
    ['statistics', [['st']]],
    ['text_search_dictionary', [['d']]],
    ['user_mapping', [['public on s.t']]],
    ['access_method', [['a.m']]],
  ]);
});
