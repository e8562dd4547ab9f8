-- reconcile: renamed_from n4
create table l234567890l234567890l234567890l234567890l234567890l2345678904r (a bigint not null, b text, c int primary key, "c1say ""hi""" int not null);
