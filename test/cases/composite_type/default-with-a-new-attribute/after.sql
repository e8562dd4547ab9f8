create type level as enum ('high', 'mid', 'low');
create type info as (l level, tags varchar[], note text);
create table t (id integer, one info default row('high', null, ''), l level[] default array['mid']::level[]);
