create type level as enum ('low', 'high');
create type info as (l level, tags text[]);
create table t (id integer, one info default row('high', null), l level[] default array['low', 'high']::level[]);
