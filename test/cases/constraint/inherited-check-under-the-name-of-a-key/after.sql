create table n5 (x int, constraint nk0 check (x > 0));
create table c9 (
  -- reconcile: renamed_from c0
  nc0r int not null, constraint nk0r primary key (nc0r)) inherits (n5);
