create table spots (a integer, b integer);
create publication feed for table spots (a);
