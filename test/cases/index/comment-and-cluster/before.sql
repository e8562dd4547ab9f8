create table public.people (id integer, name text);
create index people_name_idx on public.people (name);
create index people_lower_idx on public.people (lower(name));
create index people_id_idx on public.people (id);
alter table public.people cluster on people_id_idx;
comment on index public.people_id_idx is 'Ids';
