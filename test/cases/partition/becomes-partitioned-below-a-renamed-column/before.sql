create domain moment as timestamp with time zone;
create table visits (id bigint, who text, names varchar(10)[] default '{a,b}' not null, at json) partition by list (id);
create table visits_1 partition of visits for values in (1);
create table visits_rest partition of visits default;
