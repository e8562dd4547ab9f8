create foreign data wrapper w;
create server a foreign data wrapper w;
create user mapping for app_reader server a options ("user" 'me', password 'secret');
create user mapping for public server a options ("user" 'all');
create user mapping for app_writer server a;
