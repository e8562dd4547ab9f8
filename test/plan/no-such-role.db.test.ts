import { expect, it } from 'vitest';
import { UserError } from '../../src/index.js';
import { majors } from '../support/binaries.js';
import { withDatabase } from '../support/databases.js';
import { planned } from '../support/planned.js';
import { sharedServer } from '../support/shared.js';

it('a role that nobody has is not made by what is said of it', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    const statements = [
      'grant nosuch to public_reader',
      'alter role nosuch set work_mem = 1024',
      'alter role nosuch login',
      "comment on role nosuch is 'x'",
    ];
    for (const statement of statements) {
      const error = await planned(url, `create role public_reader;\n${statement};`).catch((one) => one);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).problems).toMatchObject([
        { message: 'role "nosuch" does not exist', at: { file: 'state/all/all.sql', line: 2, column: 1 } },
      ]);
    }
    const early = await planned(url, 'grant late to other; create role late login; create role other;');
    expect(early.steps.flatMap(({ sql }) => sql)).toEqual(
      expect.arrayContaining(['create role late login', expect.stringMatching(/^grant late to other/)]),
    );
    const owned = 'create table a (); create table b ();';
    const { refusals } = await planned(
      url,
      `${owned} alter table a owner to nosuch; alter table b owner to nosuch;`,
    );
    expect(refusals).toMatchObject([
      {
        code: 'no_such_owner',
        message: 'state/all/all.sql:1:1: there is no role nosuch, but it is to own table public.a and 1 more',
      },
    ]);
    expect(
      (await planned(url, `create role nosuch; ${owned} alter table a owner to nosuch;`)).refusals,
    ).toEqual([]);
  });
});
