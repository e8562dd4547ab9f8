create extension "uuid-ossp";
create extension citext;
create extension pg_trgm;
create type public.pair as (a citext, b integer);
create table public.people (
  id uuid primary key default uuid_generate_v4(),
  mail citext default '',
  names citext[] not null default '{}',
  constraint near_a check (similarity(mail::text, 'a') < 2)
);
create unique index people_mail_key on public.people (mail);
create policy near on public.people using (similarity(mail::text, 'a') > 0);
create function public.same(a text, b text) returns boolean language sql immutable as $$ select a::citext = b::citext $$;
create view public.mails as select mail from public.people where mail <> 'x';
