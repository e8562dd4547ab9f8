create table public.writers (id integer constraint people_key primary key, name text);
create view public.names as select w.id, w.name from public.writers w group by w.id;
comment on view public.names is 'by key';
