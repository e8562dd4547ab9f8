create function public.level(kind text) returns integer language sql immutable as $$ select length(kind) $$;
create table public.docs (id integer primary key, kind text, rank bigint default public.level('x')::bigint);
create view public.ranked as select id, public.level(kind) as level from public.docs;
create index docs_level_idx on public.docs ((public.level(kind)));
alter table public.docs enable row level security;
create policy high on public.docs for select using (public.level(kind) > 1);
alter table public.docs add constraint known check (public.level(kind) is not null);
comment on function public.level(text) is 'How important';
grant execute on function public.level(text) to app_reader;
