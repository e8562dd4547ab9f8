insert into orgs (name) values ('x'), ('y');
insert into profiles (email, org_id) values ('a@x', 1), ('b@x', 2);
insert into notes values (1, 1), (2, 2);
