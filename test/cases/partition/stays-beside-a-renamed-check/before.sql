create table visits (id bigint, who uuid, constraint has check (who::text <> '')) partition by list (id);
create table visits_1 partition of visits for values in (1);
create table visits_2 partition of visits for values in (21, 22);
create table visits_rest partition of visits default;
