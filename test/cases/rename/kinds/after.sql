-- reconcile: renamed_from pos
create domain positive as int check (value > 0);
-- reconcile: renamed_from comp
create type compo as (x int, y text);
-- reconcile: renamed_from rng
create type rang as range (subtype = int);
-- reconcile: renamed_from tf
create function tfn() returns trigger language plpgsql as 'begin return new; end';
-- reconcile: renamed_from cust
create table customers (id int primary key);
create table orders (id int not null, c int references customers, p positive, k compo);
-- reconcile: renamed_from tr
create trigger trg before insert on orders for each row execute function tfn();
-- reconcile: renamed_from orders_c
create index orders_by_customer on orders (c);
-- reconcile: renamed_from positive_id
alter table orders add constraint id_positive check (id > 0);
-- reconcile: renamed_from read
create policy "read all" on orders using (true);
create table typed of compo;
-- reconcile: renamed_from r
create rule rr as on update to customers do instead nothing;
-- reconcile: renamed_from st
create statistics stx on id, c from orders;
-- reconcile: renamed_from agg
create aggregate aggr(int) (sfunc = int4pl, stype = int, initcond = '0');
-- reconcile: renamed_from lone
create sequence alone;
create table uses (a int default nextval('alone'), b rang);
-- reconcile: renamed_from pb
create publication pub for table customers;
-- reconcile: renamed_from uf
create function uff(compo) returns positive language sql as 'select 1::positive';
-- reconcile: renamed_from pr
create procedure proc() language sql as '';
