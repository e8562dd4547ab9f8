create table public.stays (id integer primary key);
create function public.touch() returns trigger language plpgsql as $$begin return new; end$$;
