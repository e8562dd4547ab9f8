create table public.t (id integer generated always as identity (start 10) primary key, price numeric, taxed numeric generated always as (price * 1.1) stored);
