create table t (id int, b text);
create procedure f() language sql begin atomic insert into t values (1, 'b'); end;
