create table g (y int); create table h () inherits (g); create table hh (y int) inherits (h); 
