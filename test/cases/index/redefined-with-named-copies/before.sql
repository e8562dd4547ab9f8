create table a (id int not null, v int, w int) partition by list (id); create table a1 partition of a for values in (1);create table a2 partition of a for values in (2);
create index ai on a (v); alter index a1_v_idx rename to a1_custom;comment on index a1_custom is 'x';
create table b (id int not null, v int) partition by list (id); create table b1 partition of b for values in (1); create index b1_own on b1 (v); create index bi on b (v);
create table c (id int not null, v int) partition by list (id); create table c1 (id int not null, v int); create index c1_own on c1 (v) where v > 0; create index ci on c (v) where v > 0;
alter table c attach partition c1 for values in (1);
create table d (id int not null, v int) partition by list (id); create table d1 partition of d for values in (1) partition by list (v); create table d11 partition of d1 default; create index di on d (v); alter index d1_v_idx rename to dmid; alter index d11_v_idx rename to "D leaf";
