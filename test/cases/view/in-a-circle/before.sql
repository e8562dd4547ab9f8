create table numbers (a integer, b text);
create view standing as select a, b from numbers;
create view over_it as select b, a from standing;
