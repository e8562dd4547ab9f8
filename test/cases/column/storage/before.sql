create table public.docs (id integer, a text, b text, c text);
alter table public.docs alter column c set storage external;
