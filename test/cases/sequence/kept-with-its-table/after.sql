create table public.stays (id integer);
