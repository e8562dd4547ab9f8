create schema sd;
create function sd.kept() returns trigger as '$libdir/autoinc', 'autoinc' language c strict;
set search_path = sd, pg_catalog;
create function autoinc() returns trigger as '$libdir/autoinc' language c;
