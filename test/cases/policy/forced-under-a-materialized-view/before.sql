create table t (id integer, n integer);
alter table t owner to app_owner;
alter table t enable row level security;
alter table t force row level security;
create policy p on t using (id = 1);
