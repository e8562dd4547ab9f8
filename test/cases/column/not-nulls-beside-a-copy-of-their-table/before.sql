create table live (id int, name text not null);
create table archive (like live including all);
