create type mood as enum ('good', 'bad');
create type note as (on_day date, mood mood);
create table days (id int primary key, first note);
