create table shipment (
  id integer primary key,
  state varchar(40) not null default 'new',
  priority numeric not null,
  constraint state_known check (state in ('new', 'sent', 'lost')),
  constraint priority_known check (priority in (1, 2, 3))
);
comment on constraint priority_known on shipment is 'three of them';
create index open_shipments on shipment (id) where state in ('new', 'sent');
create unique index one_urgent on shipment (state) where priority in (3);
create statistics shipment_states on (priority in (1, 2)), (id % 2) from shipment;

create table event (id integer not null, kind varchar(16), constraint kind_known check (kind in ('a', 'b'))) partition by range (id);
create table event_1 partition of event for values from (0) to (1000);
create table event_2 partition of event default;
create index on event (kind) where kind in ('a', 'c');

create table base (code varchar(16), constraint code_known check (code in ('x', 'y')));
create table derived (more integer) inherits (base);
create table own (code varchar(16), constraint code_known check (code in ('x', 'y')) not valid) inherits (base);
