create schema "My App";
create table "My App"."Order Lines" ("Line No" integer, "select" text);
