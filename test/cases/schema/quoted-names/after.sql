create schema "My App";
create table "My App"."Order Lines" ("Line No" bigint not null, "select" text, "a.b" text default 'x');
create index "by ""line""" on "My App"."Order Lines" ("Line No");
