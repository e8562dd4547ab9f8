-- reconcile: renamed_from "User"
create table "Odd Name" (
  -- reconcile: renamed_from "Key"
  id serial primary key,
  -- reconcile: renamed_from "b.c"
  "The Mail" text not null,
  -- reconcile: renamed_from "ü😀"
  constraint "x y" unique ("The Mail")
);
-- reconcile: renamed_from "a""b"
create view "order" as select * from "Odd Name";
-- reconcile: renamed_from aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffhhh
create table aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg (identifier serial primary key, email text unique not null);
