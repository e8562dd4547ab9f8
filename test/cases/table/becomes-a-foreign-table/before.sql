create foreign data wrapper files;
create server disk foreign data wrapper files;
create function seen() returns trigger language plpgsql as 'begin return new; end';
create table a (x int not null default 1, y text);
comment on column a.x is 'X';
create trigger seen before insert on a for each row execute function seen();
create foreign table b (x bigint options (name 'q'), y text collate "C") server disk options (path 'b');
create table parts (x int) partition by list (x);
create table c partition of parts for values in (1);
