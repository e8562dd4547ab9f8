create table public.people (id integer, name text);
create function public.touch() returns trigger language plpgsql as $$begin return new; end$$;
create trigger one before insert or update on public.people for each row execute function public.touch();
create trigger two before insert on public.people for each row execute function public.touch();
create trigger three after insert on public.people for each row execute function public.touch();
alter table public.people enable replica trigger two;
comment on trigger one on public.people is 'One';
