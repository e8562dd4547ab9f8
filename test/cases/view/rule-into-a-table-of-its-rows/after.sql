create table people (id integer primary key, name text);
create view named as select p.*::people as person, p.id from people p;
create table changes_of_named (was named, becomes named, at timestamptz);
create rule log as on update to named do instead
  insert into changes_of_named (was, becomes, at) values (old.*::named, new.*::named, now());
