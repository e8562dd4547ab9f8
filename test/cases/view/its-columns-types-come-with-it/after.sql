create type price as (cents bigint);
create table stock (id bigint not null, amount price[] not null, other price[] not null);
create view shelved as select s.id, s.amount as amounts, s.other from stock s left join stock o on true;
create view counted as select s.id, count(*) as n from shelved s group by s.id having count(*) > 0;
