create foreign data wrapper files;
create server disk foreign data wrapper files;
create function seen() returns trigger language plpgsql as 'begin return new; end';
create foreign table a (x int options (name 'q') not null default 2, y text collate "C") server disk;
comment on column a.x is 'X';
create trigger seen before insert on a for each row execute function seen();
create table b (x int, y text);
create table parts (x int) partition by list (x);
create foreign table c partition of parts for values in (1) server disk;
