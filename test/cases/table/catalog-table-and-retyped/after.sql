create table t (a bigint) with (user_catalog_table=true);
