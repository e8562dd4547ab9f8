-- reconcile: renamed_from "Odd Name"
create table "User" (
  -- reconcile: renamed_from id
  "Key" serial primary key,
  -- reconcile: renamed_from "The Mail"
  "b.c" text not null,
  -- reconcile: renamed_from "x y"
  constraint "ü😀" unique ("b.c")
);
-- reconcile: renamed_from "order"
create view "a""b" as select * from "User";
-- reconcile: renamed_from aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg
create table aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffhhh (identifier serial primary key, email text unique not null);
