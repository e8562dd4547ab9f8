create schema sd;
create function sd.kept() returns trigger language c as '$libdir/autoinc', 'autoinc';
