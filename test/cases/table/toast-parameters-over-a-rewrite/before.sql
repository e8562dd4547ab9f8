create table t (a int, b text) with (toast.autovacuum_enabled = false, toast.autovacuum_vacuum_threshold = 77);
create table u (a int, b text, e text) with (toast.autovacuum_enabled = false);
create table v (a int, b text) with (toast.autovacuum_enabled = false);
