create table public.t (id integer primary key, gone integer) with (toast.autovacuum_enabled = false, fillfactor = 80);
create table public.u (id integer primary key, text text) with (toast.autovacuum_enabled = false, toast.autovacuum_vacuum_threshold = 10);
