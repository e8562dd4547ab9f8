create type a as range (subtype = integer);
create type kept as range (subtype = date, multirange_type_name = many);
create table t (x a default a(1, 5), y kept);
create view v as select a(2, 3) as one, a(1, 2, '[]') as two from t;
