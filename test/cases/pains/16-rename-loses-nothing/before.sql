create table public.profiles (id integer primary key, fullname text not null, constraint long_enough check (length(fullname) > 1));
create view public.names as select fullname from public.profiles;
create index profiles_fullname_idx on public.profiles (fullname);
