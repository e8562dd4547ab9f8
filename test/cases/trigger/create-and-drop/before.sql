create table public.people (id integer, name text, at timestamptz);
create function public.touch() returns trigger language plpgsql as $$begin new.at := now(); return new; end$$;
create function public.tell() returns trigger language plpgsql as $$begin return null; end$$;
