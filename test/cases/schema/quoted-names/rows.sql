insert into "My App"."Order Lines" values (1, 'one'), (2, null);
