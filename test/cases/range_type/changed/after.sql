create type floatrange as range (subtype = float8, subtype_diff = float8mi, multirange_type_name = floats);
create type textrange as range (subtype = text);
create type plain as range (subtype = int8);
comment on type plain is 'Whole';
create table t (id int, r floatrange, m plain, ms floats);
create view v as select upper(r) from t;
create table u (r textrange);
