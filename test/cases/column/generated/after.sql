create table public.items (id integer, net numeric, tax numeric, gross numeric, label text generated always as ('#' || id::text) stored);
