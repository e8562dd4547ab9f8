create table public.logs (day int, level boolean, told date) partition by hash (day);
create table public.logs_0 partition of public.logs for values with (modulus 16, remainder 0);
