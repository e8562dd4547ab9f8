create table live (id int not null, name text, at date not null default current_date);
create table archive (like live including all);
