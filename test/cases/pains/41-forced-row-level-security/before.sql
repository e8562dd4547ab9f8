create table public.t (id integer);
alter table public.t owner to app_owner;
alter table public.t enable row level security;
