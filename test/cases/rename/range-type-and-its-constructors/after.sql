-- reconcile: renamed_from a
create type b as range (subtype = integer);
create type kept as range (subtype = date, multirange_type_name = more);
create table t (x b default b(1, 5), y kept);
create view v as select b(2, 3) as one, b(1, 2, '[]') as two from t;
