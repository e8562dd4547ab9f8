create table public.people (id integer, name text, email text);
create index people_a_idx on public.people (name);
create index people_b_idx on public.people (email) where id > 0;
create unique index people_c_idx on public.people (id);
comment on index public.people_a_idx is 'Kept';
