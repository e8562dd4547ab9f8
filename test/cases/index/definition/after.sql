create table public.people (id integer, name text, email text);
create index people_a_idx on public.people (name desc);
create index people_b_idx on public.people (email) where id > 10;
create unique index people_c_idx on public.people (id) nulls not distinct;
comment on index public.people_a_idx is 'Kept';
