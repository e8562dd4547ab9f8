create table public.t (a integer, b text);
create statistics public.s on lower(b), a from public.t;
