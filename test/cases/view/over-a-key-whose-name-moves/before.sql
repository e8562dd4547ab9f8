create table public.authors (id integer constraint people_key primary key, name text);
create view public.names as select a.id, a.name from public.authors a group by a.id;
comment on view public.names is 'by key';
