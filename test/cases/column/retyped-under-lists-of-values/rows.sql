insert into shipment values (1, 'new', 1), (2, 'sent', 3);
insert into event values (1, 'a'), (2000, 'b');
insert into base values ('x');
insert into derived values ('y', 1);
insert into own values ('x');
