create operator family public.ints using btree;
alter operator family public.ints using btree add operator 1 < (integer, bigint), function 1 (integer, bigint) btint48cmp(integer, bigint);
create operator class public.plain for type integer using btree family public.ints as
  operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 btint4cmp(integer, integer);
comment on operator class public.plain using btree is 'Plain';
create table public.t (id integer);
create index t_id_idx on public.t (id public.plain);
