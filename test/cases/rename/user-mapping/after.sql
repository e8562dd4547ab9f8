create foreign data wrapper w;
-- reconcile: renamed_from a
create server b foreign data wrapper w;
create user mapping for app_reader server b options ("user" 'me', password 'secret');
create user mapping for public server b options ("user" 'all', application_name 'x');
create user mapping for app_writer server b;
