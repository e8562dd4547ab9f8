create table public.a ("z 1" integer, b integer, d integer, c integer);
create statistics public.s (dependencies) on c, b from public.a;
create statistics public.t on d, c, "z 1", (b + c) from public.a;
