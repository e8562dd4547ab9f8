create table public.t (id integer primary key, text text) with (toast.autovacuum_enabled = false, fillfactor = 90);
create table public.u (id integer primary key, text text) with (toast.autovacuum_enabled = true);
