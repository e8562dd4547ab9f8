import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importEnvironment } from '../../src/import/index.js';
import { UserError } from '../../src/model/errors.js';
import type { Plan } from '../../src/model/plan.js';
import { applyPlanned, planEnvironment } from '../../src/reconcile.js';
import { drop } from '../corpus/case.js';
import { createDatabase, runOn } from '../support/databases.js';
import type { TestServer } from '../support/server.js';
import { sharedServer } from '../support/shared.js';

const CONNECTION = 'host=there dbname=shop password=hush';
const SUBSCRIPTION = `create subscription incoming connection '${CONNECTION}' publication shop with (connect = false, slot_name = none, enabled = false)`;
const MAPPING = `create foreign data wrapper far; create server away foreign data wrapper far;
  create user mapping for public server away options (user 'me', password 'hush')`;

describe('secrets in manifests', () => {
  let server: TestServer;
  let database: string;
  let dir: string;
  beforeEach(async () => {
    server = await sharedServer(17);
    database = await createDatabase(server);
    dir = mkdtempSync(join(tmpdir(), 'variables-'));
    mkdirSync(join(dir, 'environments'));
    mkdirSync(join(dir, 'state', 'own'), { recursive: true });
    writeFileSync(
      join(dir, 'environments', 'here.yaml'),
      'environment: here\ndatabase: { url: "${HERE}" }\nstate: [own]\nscratch: server\n',
    );
  });
  afterEach(async () => {
    await drop(server, database);
    rmSync(dir, { recursive: true, force: true });
  });

  const write = (text: string): void => writeFileSync(join(dir, 'state', 'own', 'all.yaml'), text);
  const project = (env: Record<string, string>) => ({
    dir,
    name: 'here',
    env: { HERE: server.url(database), ...env },
  });
  const plan = async (env: Record<string, string> = {}, apply = false): Promise<Plan> => {
    const planned = await planEnvironment({ ...project(env), forApply: apply });
    try {
      if (apply) await applyPlanned(planned, project(env));
      return planned.plan;
    } finally {
      await planned.close();
    }
  };
  const problems = async (env: Record<string, string> = {}): Promise<string[]> => {
    const error = await plan(env).catch((thrown: unknown) => thrown);
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ message, at }) => `${at?.line}:${at?.column} ${message}`);
  };
  const connection = async (): Promise<unknown> =>
    (
      await runOn(
        server.url(database),
        'select subconninfo as text from pg_subscription s join pg_database d on d.oid = s.subdbid and d.datname = current_database()',
      )
    )[0]?.text;

  it('are compared by their digests, changed in place, and never shown', async () => {
    write(
      'subscription: incoming\nconnection: ${INCOMING}\npublications: [shop]\nenabled: false\nslot: none\ncomment: from the shop\n',
    );
    expect(await problems()).toEqual([
      '1:1 the environment variable INCOMING is not set, and the subscription incoming is not there yet',
    ]);
    const made = await plan({ INCOMING: CONNECTION }, true);
    expect(JSON.stringify(made)).not.toContain('hush');
    expect(await connection()).toBe(CONNECTION);
    expect((await plan({ INCOMING: CONNECTION })).steps).toEqual([]);
    const left = await plan();
    expect(left.steps).toEqual([]);
    expect(left.diagnostics.map(({ code }) => code)).toContain('unverifiable');

    const other = CONNECTION.replace('hush', 'hush-hush');
    const changed = await plan({ INCOMING: other }, true);
    expect(changed.steps.map(({ sql }) => sql)).toEqual([["alter subscription incoming connection '***'"]]);
    expect(JSON.stringify(changed)).not.toContain('hush');
    expect(await connection()).toBe(other);
  });

  it('are filled in where a user mapping names a variable', async () => {
    await runOn(server.url(database), MAPPING);
    write('user_mapping: public\nserver: away\noptions: { user: me, password: "${FAR_PASSWORD}" }\n');
    expect(await problems()).toEqual(['3:33 the environment variable FAR_PASSWORD is not set']);
    const rest = 'foreign_data_wrapper: far\n---\nserver: away\nwrapper: far\n---\n';
    write(`${rest}user_mapping: public\nserver: away\noptions: { user: me, password: "\${FAR_PASSWORD}" }\n`);
    expect((await plan({ FAR_PASSWORD: 'hush' })).steps).toEqual([]);
    expect((await plan({ FAR_PASSWORD: 'other' })).steps).toHaveLength(2);
  });

  it('are not written by import', async () => {
    await runOn(server.url(database), SUBSCRIPTION);
    await runOn(
      server.url(database),
      "create subscription open connection 'host=there' publication shop with (connect = false, slot_name = none, enabled = false)",
    );
    await runOn(server.url(database), MAPPING);
    const out = join(dir, 'state', 'own');
    const { files } = await importEnvironment({ ...project({}), out });
    const text = files.map((file) => file.text).join('\n');
    expect(text).not.toContain('hush');
    expect(text).toContain('connection: ${INCOMING_CONNECTION}');
    expect(text).toContain('connection: host=there');
    expect((await plan()).steps).toEqual([]);
    expect((await plan({ INCOMING_CONNECTION: CONNECTION })).steps).toEqual([]);
  });
});
