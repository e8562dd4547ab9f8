import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/plan.js';
import { planEnvironment } from '../../src/reconcile.js';
import { runOn, withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';

const UNCHECKED = 'set check_function_bodies = false;\n';
const BROKEN = `create function s.b() returns void language plpgsql as 'begin perfor x; end';\n`;
const LOST = `create function s.l(a integer) returns bigint language sql as 'select count(*) from nowhere';\n`;
const FINE = `create function s.f() returns integer language sql as 'select 1';\n`;
const SCHEMA = 'create schema s;\n';

describe('bodies that the server refuses', () => {
  const dir = mkdtempSync(join(tmpdir(), 'bodies-'));
  for (const folder of ['environments', 'state/all']) mkdirSync(join(dir, folder), { recursive: true });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** What the plan says of a database that was made with the first text, and how many steps it has. */
  async function planned(live: string, state: string, { file = 'all.sql', scratch = 'server' } = {}) {
    writeFileSync(
      join(dir, 'environments', 'e.yaml'),
      `environment: e\ndatabase: { url: "\${LIVE}" }\nstate: [all]\nscratch: ${scratch}\n`,
    );
    rmSync(join(dir, 'state', 'all'), { recursive: true });
    mkdirSync(join(dir, 'state', 'all'));
    writeFileSync(join(dir, 'state', 'all', file), state);
    return withDatabase(await sharedServer(15), async (url) => {
      await runOn(url, UNCHECKED + live);
      const { plan, close } = await planEnvironment({ dir, name: 'e', env: { LIVE: url } });
      await close();
      return { steps: plan.steps.length, said: plan.diagnostics.map(brief) };
    });
  }
  const brief = ({ code, line, column, object }: Diagnostic): string =>
    `${code} ${line}:${column} ${object?.name}(${object?.arguments})`;

  it.each(['server', 'embedded'])(
    'are told of where the database has them as well, scratch %s',
    async (scratch) => {
      const same = SCHEMA + BROKEN + LOST + FINE;
      expect(await planned(same, same, { scratch })).toEqual({
        steps: 0,
        said: ['body_broken 2:63 b()', 'body_broken 3:85 l(integer)'],
      });
    },
  );

  it('are told of in YAML', async () => {
    const yaml =
      'schema: s\n---\nfunction: s.b()\nreturns: void\nlanguage: plpgsql\nbody: begin perfor x; end\n';
    expect((await planned(SCHEMA + BROKEN, yaml, { file: 'all.yaml' })).said).toEqual([
      'body_broken 6:13 b()',
    ]);
  });

  it('may name neighbours without their schema', async () => {
    const yaml =
      'schema: s\n---\ntable: s.t\ncolumns: { a: integer }\n---\nfunction: s.f()\nreturns: void\nlanguage: sql\nbody: insert into t values (1)\n';
    expect(await planned(SCHEMA, yaml, { file: 'all.yaml' })).toEqual({ steps: 2, said: [] });
  });

  it('are refused where they are new or changed', async () => {
    await expect(planned(SCHEMA, SCHEMA + BROKEN)).rejects.toThrow(/syntax error at or near "perfor"/);
    const changed = SCHEMA + FINE.replace('select 1', 'select n from nowhere');
    await expect(planned(SCHEMA + FINE, changed)).rejects.toThrow(/"nowhere" does not exist/);
    const both = planned(SCHEMA + BROKEN, SCHEMA + BROKEN + LOST);
    await expect(both).rejects.toThrow(/"nowhere" does not exist/);
    await expect(both).rejects.not.toThrow(/perfor/);
  });

  it('are not looked for behind SET check_function_bodies = false', async () => {
    const { steps, said } = await planned('', `${UNCHECKED}${SCHEMA}${BROKEN}${LOST}`);
    expect([steps, said]).toEqual([3, []]);
    const again = `${UNCHECKED}${SCHEMA}${BROKEN}reset check_function_bodies;\n${LOST}`;
    const problem = planned('', again);
    await expect(problem).rejects.toThrow(/"nowhere" does not exist/);
    await expect(problem).rejects.not.toThrow(/perfor/);
  });
});
