create table fresh (label text, id int, name varchar(5) collate "en-x-icu", n name);
create view labels as select id, label, name as called, n, label || 'x' as more from fresh;
create view twice as select l.called from labels l join labels m using (called);
grant select on labels to app_reader;
