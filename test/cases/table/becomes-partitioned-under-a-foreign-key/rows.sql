insert into ev select i, i from generate_series(1,9) i; insert into ref select * from ev;
