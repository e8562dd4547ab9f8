create table events (id integer not null, who text, part integer, a_column_with_a_rather_long_name_of_fifty_bytes_____ text) partition by list (id);
create table events_1 partition of events for values in (1) partition by list (part);
create table events_1_rest partition of events_1 default;
create table events_2 partition of events for values in (2);
create table events_rest partition of events default;
create index events_who on events (lower(who));
create index events_twice on events (who desc, who);
create index events_more on events (upper(who), part, lower(who)) include (id);
create index events_long on events (a_column_with_a_rather_long_name_of_fifty_bytes_____, part);
