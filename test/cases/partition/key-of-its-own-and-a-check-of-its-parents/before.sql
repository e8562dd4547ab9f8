create schema logs;
create table logs.lines (at timestamptz not null, seen timestamptz default current_timestamp, who text not null check (length(who) > 0), unique (who, at)) partition by list (who);
