create table public.clients (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  age smallint default 18 check (age >= 0),
  created_at timestamptz not null default now(),
  tags text[] not null default '{}',
  price numeric(10, 2),
  constraint clients_email_key unique (email)
);
comment on table public.clients is 'People';
comment on column public.clients.email is 'Normalised';
create index clients_created_idx on public.clients (created_at desc);
create unlogged table public.cache (key text primary key, value jsonb) with (fillfactor = 70);
