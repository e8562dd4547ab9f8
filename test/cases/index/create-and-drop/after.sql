create table public.people (id integer, name text, email text, data jsonb, born date);
create unique index people_email_idx on public.people (lower(email), name desc nulls last) include (id) where email is not null;
create index people_data_idx on public.people using gin (data jsonb_path_ops) with (fastupdate = off);
create index people_born_idx on public.people using brin (born) with (pages_per_range = 32);
create index people_name_idx on public.people (name text_pattern_ops, (upper(name)) collate "C");
create index people_id_idx on public.people using hash (id);
comment on index public.people_name_idx is 'For searching';
