insert into public.orders values (1, 7, 'a'), (2, 8, null);
refresh materialized view public.sums;
