create table public.stays (id integer primary key);
create function public.touch() returns trigger language plpgsql as $$begin return new; end$$;
create table public.goes (
  id serial primary key,
  stays integer references public.stays,
  kind text not null default 'x',
  constraint goes_kind_check check (kind <> '')
);
create index goes_kind_idx on public.goes (lower(kind));
alter table public.goes enable row level security;
create policy mine on public.goes using (kind = current_user);
create trigger touch before update on public.goes for each row execute function public.touch();
comment on table public.goes is 'Goes';
comment on column public.goes.kind is 'Kind';
grant select (kind), insert on public.goes to app_reader;
grant usage on sequence public.goes_id_seq to app_reader;
create view public.over as select kind from public.goes;
