create schema depot authorization app_other;
create table depot.parts (id int, name text);
create function depot.label(text) returns text language sql as 'select upper($1)';
