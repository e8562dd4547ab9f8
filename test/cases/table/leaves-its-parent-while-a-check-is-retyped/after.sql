create table base (id int primary key, note text, check (id > 0));
create table loose (id int not null, note text, constraint base_id_check check (id > 0));
