create type public.pair as (a text, b integer);
create table public.people (
  id uuid primary key default gen_random_uuid(),
  mail text default '',
  names text[] not null default '{}'
);
create unique index people_mail_key on public.people (mail);
create policy near on public.people using (mail > 'a');
create function public.same(a text, b text) returns boolean language sql immutable as $$ select a = b $$;
create view public.mails as select mail from public.people where mail <> 'x';
