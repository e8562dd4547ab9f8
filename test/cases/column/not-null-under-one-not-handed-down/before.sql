create table other (i int);
