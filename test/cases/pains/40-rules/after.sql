create table public.t (id integer, name text);
create table public.log (id integer);
create rule watch as on insert to public.t where new.id > 0 do also insert into public.log values (new.id + 1);
create rule keep as on delete to public.t do instead nothing;
alter table public.t disable rule keep;
comment on rule watch on public.t is 'Keeps a log';
create view public.v as select id from public.t;
create rule put as on insert to public.v do instead insert into public.t (id) values (new.id) returning id;
