create table old (id int, label text collate "C", name varchar(5) collate "en-x-icu", n name);
create view labels as select id, label, name as called, n, label || 'x' as more from old;
create view twice as select l.called from labels l join labels m using (called);
grant select on labels to app_reader;
