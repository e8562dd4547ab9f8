/** Tables in all combinations of row-level security, policies and grants: who reaches what is then asked of the server itself. */
export const OWNER = 'access_owner';
/** `access_member` inherits from `access_group`; nothing speaks of `access_nobody`: what it has, everybody has. */
export const ROLES = ['access_group', 'access_member', 'access_reader', 'access_bypass', 'access_nobody'];

export const ROLES_SQL = `
do $$ begin
  if to_regrole('${OWNER}') is null then
    create role ${OWNER};
    ${ROLES.map((role) => `create role ${role}${role === 'access_bypass' ? ' bypassrls' : ''};`).join('\n    ')}
    grant access_group to access_member;
  end if;
end $$;`;

const SECURITY = ['', 'enable', 'force'];
const POLICIES: ((table: string) => string[])[] = [
  () => [],
  (t) => [`create policy "group sees" on ${t} for select to access_group using (true)`],
  (t) => [`create policy own on ${t} using (org = 1)`],
  (t) => [
    `create policy every on ${t} using (true)`,
    `create policy limit_group on ${t} as restrictive to access_group using (org < 3)`,
  ],
  (t) => [
    `create policy changes on ${t} for update to access_reader using (true) with check (org = 1)`,
    `create policy sees on ${t} for select to access_reader using (org > 1)`,
  ],
  (t) => [`create policy removes on ${t} for delete to access_bypass, access_group using (org = 2)`],
];
const GRANTS: ((table: string) => string[])[] = [
  () => [],
  (t) => [`grant select, insert, update, delete on ${t} to access_group, access_bypass`],
  (t) => [`grant select, update, delete on ${t} to public`],
  (t) => [`grant select (id), update (org) on ${t} to access_reader, access_group`],
];

const COUNT = SECURITY.length * POLICIES.length * GRANTS.length;
export const TABLES = Array.from({ length: COUNT }, (_, index) => `public.t${index}`);

/** Every table with the settings of another, `turn` places on, so that two turns differ in every table. */
export function sceneSql(turn: number, version: number): string {
  const tables = TABLES.flatMap((table, index) => {
    const at = (index * 5 + turn) % COUNT;
    const security = SECURITY[at % 3] ?? '';
    const policies = POLICIES[Math.floor(at / 3) % 6]?.(table) ?? [];
    const grants = GRANTS[Math.floor(at / 18)]?.(table) ?? [];
    return [
      `create table ${table} (id int, org int)`,
      ...(security === '' ? [] : [`alter table ${table} enable row level security`]),
      ...(security === 'force' ? [`alter table ${table} force row level security`] : []),
      ...policies,
      ...grants,
      ...(index % 6 === 0 ? viewsOn(table, index, turn, version) : []),
    ];
  });
  return [...tables, ...functions(turn), ''].join(';\n');
}

/** Views with their owner's and with the caller's rights; the second turn swaps them. */
function viewsOn(table: string, index: number, turn: number, version: number): string[] {
  const invoker =
    version >= 15 && (index % 12 === 0) === (turn === 0) ? ' with (security_invoker = true)' : '';
  const name = table.replace('.t', '.v');
  return [
    `create view ${name}${invoker} as select id, org from ${table}`,
    `grant select on ${name} to access_group, access_reader, access_bypass`,
  ];
}

export const VIEWS = TABLES.filter((_, index) => index % 6 === 0).map((name) => name.replace('.t', '.v'));
export const FUNCTIONS = ['public.f0()', 'public.f1()', 'public.f2()'];

function functions(turn: number): string[] {
  const define = (name: string): string => `create function ${name} returns int language sql as 'select 1'`;
  const to = turn === 0 ? 'access_group' : 'access_reader';
  return FUNCTIONS.flatMap((name, index) => [
    define(name),
    ...(index === 0 ? [] : [`revoke execute on function ${name} from public`]),
    ...(index === 2 ? [`grant execute on function ${name} to ${to}`] : []),
  ]);
}
