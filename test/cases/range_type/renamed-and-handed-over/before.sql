create type span as range (subtype = float8, subtype_diff = float8mi);
create table places (at span);
alter table places owner to app_owner;
