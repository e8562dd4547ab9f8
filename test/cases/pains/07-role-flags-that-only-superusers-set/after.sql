do $$ begin create role app_reader nosuperuser nobypassrls noreplication nologin; exception when duplicate_object then null; end $$;
create table public.things (id integer);
grant select on public.things to app_reader;
