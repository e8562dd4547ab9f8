-- reconcile: renamed_from positive
create domain pos as int check (value > 0);
-- reconcile: renamed_from compo
create type comp as (x int, y text);
-- reconcile: renamed_from rang
create type rng as range (subtype = int);
-- reconcile: renamed_from tfn
create function tf() returns trigger language plpgsql as 'begin return new; end';
-- reconcile: renamed_from customers
create table cust (id int primary key);
create table orders (id int not null, c int references cust, p pos, k comp);
-- reconcile: renamed_from trg
create trigger tr before insert on orders for each row execute function tf();
-- reconcile: renamed_from orders_by_customer
create index orders_c on orders (c);
-- reconcile: renamed_from id_positive
alter table orders add constraint positive_id check (id > 0);
-- reconcile: renamed_from read all
create policy "read" on orders using (true);
create table typed of comp;
-- reconcile: renamed_from rr
create rule r as on update to cust do instead nothing;
-- reconcile: renamed_from stx
create statistics st on id, c from orders;
-- reconcile: renamed_from aggr
create aggregate agg(int) (sfunc = int4pl, stype = int, initcond = '0');
-- reconcile: renamed_from alone
create sequence lone;
create table uses (a int default nextval('lone'), b rng);
-- reconcile: renamed_from pub
create publication pb for table cust;
-- reconcile: renamed_from uff
create function uf(comp) returns pos language sql as 'select 1::pos';
-- reconcile: renamed_from proc
create procedure pr() language sql as '';
