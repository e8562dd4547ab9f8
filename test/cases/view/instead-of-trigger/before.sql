create table public.people (id integer, name text);
create view public.named as select id, name from public.people;
create function public.save() returns trigger language plpgsql as $$begin return new; end$$;
