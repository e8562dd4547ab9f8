create table public.keep_me (id integer primary key);
