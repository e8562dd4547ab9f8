insert into app.people (name) values ('Ann');
