create type a as (x int, y int);
create type b as (p a, q int, r int);
