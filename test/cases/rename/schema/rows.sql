insert into old.items (k, kk, p) values ('k', '{k}', 1);
refresh materialized view old.mv;
