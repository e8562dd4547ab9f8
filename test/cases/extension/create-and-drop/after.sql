create extension citext with schema public;
create table public.people (id integer, name text);
create table public.mails (address citext primary key default 'a@example.org');
create index mails_idx on public.mails (address citext_pattern_ops);
