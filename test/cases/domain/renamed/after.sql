-- reconcile: renamed_from address
create domain email as text not null default '' constraint has_at check (value like '%@%');
create table people (address email);
