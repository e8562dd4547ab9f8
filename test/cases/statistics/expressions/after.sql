create table public.t (a integer, b text);
create statistics public.s on (a + 1), upper(b) from public.t;
