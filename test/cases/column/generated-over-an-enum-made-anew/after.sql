create type e as enum ('b');
create table t (s e, g text generated always as (case s when 'b' then 'N' else 'O' end) stored);
