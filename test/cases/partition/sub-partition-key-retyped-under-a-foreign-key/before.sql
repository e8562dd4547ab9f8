create table r (k int, g int, primary key (g, k)) partition by range (g); create table r1 partition of r for values from (0) to (10) partition by list (k);
create table r11 partition of r1 for values in (1,2); create table f (g int, k int, foreign key (g, k) references r); 
