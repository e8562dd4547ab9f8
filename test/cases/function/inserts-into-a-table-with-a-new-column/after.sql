create table t (id int, a text, b text);
create procedure f() language sql begin atomic insert into t values (1, 'a', 'b'); end;
