-- reconcile: renamed_from email
create domain address as text not null default '' constraint has_at check (value like '%@%');
create table people (address address);
