create table public.people (id integer, name text);
create function public.new_touch() returns trigger language plpgsql as $$begin return new; end$$;
create trigger touch before insert on public.people for each row execute function public.new_touch();
