create table events (id integer not null, who text, part integer, a_column_with_a_rather_long_name_of_fifty_bytes_____ text) partition by list (id);
create table events_rest partition of events default;
create index events_who on events (lower(who));
create index events_twice on events (who desc, who);
create index events_more on events (upper(who), part, lower(who)) include (id);
create index events_long on events (a_column_with_a_rather_long_name_of_fifty_bytes_____, part);
