create table public.t (id integer, name text);
create table public.log (id integer);
create rule watch as on insert to public.t do also insert into public.log values (new.id);
create rule keep as on delete to public.t do instead nothing;
