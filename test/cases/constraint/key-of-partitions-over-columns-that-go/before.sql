create table public.n10 (k bigint, c1 text default 'a', c2 text not null, constraint nk1 primary key (c1, c2, k)) partition by hash (k);
create table public.p partition of public.n10 for values with (modulus 16, remainder 0);
