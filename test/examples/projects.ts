import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshFolder } from '../cli/folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Example {
  /** docs/examples/NAME.md. */
  readonly name: string;
  readonly environment: string;
  /** Makes the project's folder. */
  readonly make: () => string;
}

function project(environment: string, live: string, state: string): string {
  const dir = freshFolder();
  for (const folder of ['environments', 'embedded', 'state/app'])
    mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(
    join(dir, 'environments', `${environment}.yaml`),
    `environment: ${environment}\ndatabase: { embedded: ${environment} }\nplatform: supabase\nschemas: [public]\nowner: app_owner\nstate: [app]\n`,
  );
  const roles =
    'create role app_owner; create role anon; create role authenticated; grant usage on schema public to anon, authenticated; grant create on schema public to app_owner; set role app_owner;';
  writeFileSync(join(dir, 'embedded', `${environment}.sql`), `${roles}\n${live}\nreset role;\n`);
  writeFileSync(join(dir, 'state', 'app', 'app.sql'), state);
  return dir;
}

/** The shipped system, planned on its embedded database. */
function shipped(): string {
  const dir = freshFolder();
  for (const folder of ['environments', 'embedded', 'state'])
    cpSync(join(root, folder), join(dir, folder), { recursive: true });
  return dir;
}

/** A table with a policy for each number; the first ones open up. */
function policies(condition: (index: number) => string): string {
  return Array.from({ length: 400 }, (_, index) => {
    const table = `notes_${String(index + 1).padStart(3, '0')}`;
    return [
      `create table ${table} (id uuid primary key, owner name not null, body text);`,
      `alter table ${table} enable row level security;`,
      `create policy "own rows" on ${table} to authenticated using (${condition(index)});`,
      `grant select, insert, update, delete on ${table} to authenticated;`,
    ].join('\n');
  }).join('\n');
}

/** A function of 3,000 lines, one of which is given. */
function giant(line: string): string {
  const lines = Array.from({ length: 2996 }, (_, index) =>
    index === 1500 ? `  ${line}` : `  total := total + price_of(${index + 1}, customer);`,
  );
  return [
    "create function price_of(step int, customer uuid) returns numeric language sql stable as 'select step::numeric';",
    'create function quote(customer uuid) returns numeric language plpgsql as $$',
    'declare total numeric := 0;',
    'begin',
    ...lines,
    '  return total; end $$;',
    'create table offers (id int primary key, customer uuid, total numeric);',
    'create view offers_now with (security_invoker = true) as select id, quote(customer) as total from offers;',
  ].join('\n');
}

const CALM = 'create table notes (id int primary key, body text);';

export const EXAMPLES: readonly Example[] = [
  { name: 'nothing', environment: 'calm', make: () => project('calm', CALM, CALM) },
  { name: 'clean-up', environment: 'prod', make: shipped },
  {
    name: 'policies',
    environment: 'notes',
    make: () =>
      project(
        'notes',
        policies(() => 'owner = current_user'),
        policies((index) => (index < 3 ? 'true' : "owner = (select current_user) or body = 'public'")),
      ),
  },
  {
    name: 'function',
    environment: 'offers',
    make: () =>
      project(
        'offers',
        giant('total := total + price_of(1501, customer);'),
        giant("total := total + coalesce(price_of(1501, customer), 0); -- a customer's first order"),
      ),
  },
];
