create type e as enum ('a','b');
create table t (s e, g text generated always as (case s when 'a' then 'N' else 'O' end) stored);
