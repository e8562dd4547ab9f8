create schema logs;
create table logs.lines (at timestamptz not null, seen timestamptz default current_timestamp, who text not null check (length(who) > 0), unique (who, at)) partition by list (who);
create table logs.lines_1 partition of logs.lines (seen not null, primary key (who, at)) for values in ('one', 'two');
create index lines_1_own on logs.lines_1 (who, at);
create index lines_all on logs.lines (who, at);
create unique index lines_once on logs.lines (who, seen);
