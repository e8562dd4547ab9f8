create unlogged table public.cache (key text primary key, value text) with (fillfactor = 60, autovacuum_enabled = false);
alter table public.cache replica identity full;
