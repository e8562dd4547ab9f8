create table visits (id bigint, who text, unique (id, who)) partition by list (id);
create table visits_2 partition of visits for values in (2);
create index visits_who on visits (who);
comment on index visits_who is 'who came';
comment on index visits_id_who_key is 'once each';
