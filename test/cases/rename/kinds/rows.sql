insert into cust values (1);
insert into orders values (1, 1, 3, (1, 'k'));
insert into uses values (default, '[1,3)');
