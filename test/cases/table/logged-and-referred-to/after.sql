create unlogged table a (id int primary key); create unlogged table b (id int primary key, a int references a);
create unlogged table d (id int primary key); create unlogged table c (id int primary key, d int references d);
