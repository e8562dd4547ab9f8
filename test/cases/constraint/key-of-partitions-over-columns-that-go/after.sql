create table public.n10 (k bigint, nc1 numeric default 3, constraint nk1 primary key (nc1, k)) partition by hash (k);
create table public.p partition of public.n10 for values with (modulus 16, remainder 0);
