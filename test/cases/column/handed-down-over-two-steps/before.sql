create table g (x int); create table h () inherits (g); create table hh (x int) inherits (h); 
