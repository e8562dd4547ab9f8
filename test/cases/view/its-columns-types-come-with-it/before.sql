create table stock (id bigint not null, amount integer not null, other integer not null);
create view stocked as select s.id, s.amount as amounts, s.other from stock s left join stock o on true;
create view counted as select s.id, count(*) as n from stocked s group by s.id having count(*) > 0;
