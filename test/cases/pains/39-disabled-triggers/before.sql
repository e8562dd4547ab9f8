create table public.t (id integer);
create function public.f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger one before insert on public.t for each row execute function public.f();
create trigger two after update on public.t for each statement execute function public.f();
create trigger three before delete on public.t for each row execute function public.f();
alter table public.t disable trigger one;
alter table public.t enable replica trigger two;
alter table public.t enable trigger three;
