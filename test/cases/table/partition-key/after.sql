create table o(id int primary key);
create table p(id int not null, n int not null references o, t text, check (n > 0), primary key (id, n)) partition by list (n);
create table p1 partition of p for values in (1); create table p2 partition of p for values in (2) partition by range (id);create table p21 partition of p2 for values from (1) to (100);
create index on p (t);alter table p1 rename constraint p_n_fkey to zz;
create function nop() returns trigger language plpgsql as 'begin return null; end';create view v as select * from p;create trigger tr after insert on p for each row execute function nop();
