create table public.t (id integer primary key, name text);
comment on table public.t is 'With a key';
