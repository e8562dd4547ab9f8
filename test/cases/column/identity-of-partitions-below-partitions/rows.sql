insert into event (at) values ('2024-02-03');
insert into job (at) values ('2024-02-03');
