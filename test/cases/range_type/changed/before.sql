create type floatrange as range (subtype = float8, subtype_diff = float8mi);
create type textrange as range (subtype = text, collation = "C");
create type plain as range (subtype = int4);
create table t (id int, r floatrange, m plain, ms floatmultirange);
create view v as select upper(r) from t;
