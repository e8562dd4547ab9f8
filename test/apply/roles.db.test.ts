import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { apply, notes, preflight } from '../../src/apply/index.js';
import type { Session } from '../../src/database/index.js';
import type { PlanResult } from '../../src/plan/result.js';
import { runScript } from '../support/psql-script.js';
import { openPlace, type Place, TRIED } from './databases.js';
import { catalogOf, definitions, handPlan, optionsFor, tableLosses } from './hand-plan.js';

const OWNER = `owner_${process.pid}`;
const CONNECTING = `connecting_${process.pid}`;

/** Roles are the cluster's: they go with the last database that uses them. */
const SETUP = `
  drop role if exists ${OWNER}; drop role if exists ${CONNECTING};
  create role ${OWNER}; create role ${CONNECTING} login;
  do $$ begin execute format('grant create on database %I to ${CONNECTING}', current_database()); end $$;
  grant create, usage on schema public to ${OWNER};
  create table public.secret (id int primary key, who text);
  alter table public.secret owner to ${OWNER};
  insert into public.secret select i, case i when 1 then '${OWNER}' else 'x' end from generate_series(1, 5) i;
  alter table public.secret enable row level security;
  alter table public.secret force row level security;
  create policy own on public.secret using (who = current_user);
`;

describe.each(TRIED)('roles on %s', (engine) => {
  const places: Place[] = [];
  const open = async (sql: string): Promise<Place> => {
    const place = await openPlace(engine, sql, CONNECTING);
    places.push(place);
    return place;
  };
  afterEach(async () => {
    for (const place of places.splice(0)) {
      const other = await place.other();
      await other.run(
        `drop owned by ${OWNER}, ${CONNECTING} cascade; drop role ${OWNER}; drop role ${CONNECTING}`,
      );
      await place.close();
    }
  });
  const membership =
    engine >= 16
      ? `grant ${OWNER} to ${CONNECTING} with set true, inherit false;`
      : `grant ${OWNER} to ${CONNECTING};`;

  async function dropPlan(session: Session): Promise<PlanResult> {
    const live = await catalogOf(session);
    const objects = new Map(
      [...live.objects].filter(([, { id }]) => id.name !== 'secret' && id.table !== 'secret'),
    );
    const step = {
      sql: ['drop table public.secret'],
      role: OWNER,
      action: 'drop' as const,
      key: 'table public.secret',
    };
    return handPlan(live, { ...live, objects }, [step], tableLosses(live, ['public.secret']));
  }

  it('refuses before BEGIN where the owner may not be acted as, and names the GRANT', async () => {
    const place = await open(SETUP);
    const plan = await dropPlan(place.session);
    const before = await definitions(place.session);
    const grant =
      engine >= 16 ? `GRANT ${OWNER} TO ${CONNECTING} WITH SET TRUE` : `GRANT ${OWNER} TO ${CONNECTING}`;
    expect(await preflight(place.session, plan)).toMatchObject([
      { objects: ['table public.secret'], owner: OWNER, role: CONNECTING, mend: [grant] },
    ]);
    expect((await notes(place.session, plan)).join()).toContain(
      `table public.secret belongs to ${OWNER}, and ${CONNECTING} may not act as ${OWNER}`,
    );
    await expect(apply(place.session, plan, await optionsFor(place.session))).rejects.toMatchObject({
      problems: [{ code: 'privileges', hint: `Have it granted: ${grant}` }],
    });
    expect(await definitions(place.session)).toEqual(before);
    // The GRANT that it names is the one that mends it.
    await (await place.other()).run(grant);
    expect(await preflight(place.session, plan)).toEqual([]);
    expect((await apply(place.session, plan, await optionsFor(place.session))).backup).toMatchObject({
      rows: 5,
    });
  });

  // Before 16 every membership may SET ROLE.
  const since16 = engine >= 16 ? it : () => undefined;
  since16('knows membership without SET', async () => {
    const place = await open(`${SETUP} grant ${OWNER} to ${CONNECTING} with set false, inherit true;`);
    expect(await preflight(place.session, await dropPlan(place.session))).toHaveLength(1);
  });

  it('says what acting as a superuser means', async () => {
    const place = await open(`${SETUP} alter role ${OWNER} superuser;`);
    const [note] = await notes(place.session, await dropPlan(place.session));
    expect(note).toMatch(
      new RegExp(`${OWNER} is a superuser: .*take it back afterwards: REVOKE ${OWNER} FROM ${CONNECTING}`),
    );
    await (await place.other()).run(`alter role ${OWNER} nosuperuser`);
  });

  it('asks for CREATE on the database where the history has no schema yet', async () => {
    const place = await open(
      `${SETUP} ${membership} do $$ begin execute format('revoke create on database %I from ${CONNECTING}', current_database()); end $$;`,
    );
    const lacks = await preflight(place.session, await dropPlan(place.session));
    expect(lacks).toMatchObject([
      { mend: [expect.stringMatching(/^GRANT CREATE ON DATABASE t_\w+ TO connecting_\d+$/)] },
    ]);
  });

  it.each([
    ['the owner lifts FORCE', ''],
    [
      'the connecting role bypasses RLS',
      `alter role ${CONNECTING} bypassrls; grant select on public.secret to ${CONNECTING};`,
    ],
    ['the owner bypasses RLS', `alter role ${OWNER} bypassrls;`],
  ])('backs up a FORCE RLS table whole: %s', async (_, more) => {
    const place = await open(`${SETUP} ${membership} ${more}`);
    const report = await apply(place.session, await dropPlan(place.session), await optionsFor(place.session));
    expect(report.backup).toMatchObject({ rows: 5 });
    await runScript(place.session, join(report.backup?.folder ?? '', 'restore.sql'));
    const [table] = await (await place.other()).query(
      "select relowner::regrole::text as owner, relforcerowsecurity as forced, (select count(*)::int from public.secret) as rows, (select count(*)::int from pg_policy) as policies from pg_class where relname = 'secret'",
    );
    expect(table).toEqual({ owner: OWNER, forced: true, rows: 5, policies: 1 });
  });

  it('refuses where nobody can read every row', async () => {
    const place = await open(`${SETUP} ${membership} revoke select on public.secret from ${OWNER};`);
    const plan = await dropPlan(place.session);
    await expect(apply(place.session, plan, await optionsFor(place.session))).rejects.toThrow(
      /table public\.secret cannot be backed up: neither its owner/,
    );
  });

  it('takes away what default privileges give on the history', async () => {
    const place = await open(
      `${SETUP} ${membership} alter default privileges for role ${CONNECTING} grant all on tables to public; alter default privileges for role ${CONNECTING} grant all on schemas to ${OWNER};`,
    );
    await apply(place.session, await dropPlan(place.session), await optionsFor(place.session));
    const rows = await place.session.query(
      "select a.grantee::regrole::text from pg_class c, aclexplode(c.relacl) a where c.relnamespace = 'reconcile'::regnamespace and a.grantee <> c.relowner union all select a.grantee::regrole::text from pg_namespace n, aclexplode(n.nspacl) a where n.nspname = 'reconcile' and a.grantee <> n.nspowner",
    );
    expect(rows).toEqual([]);
  });
});
