create type a as (y text, x int);
create type b as (p a);
comment on column b.p is 'x';
