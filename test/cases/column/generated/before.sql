create table public.items (id integer, net numeric, tax numeric, gross numeric generated always as (net + tax) stored, label text);
