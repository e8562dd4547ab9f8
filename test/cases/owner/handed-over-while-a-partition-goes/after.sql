-- The partition goes with its old owner, while columns of its table change under the new one.
create table public.logs (day int, severity boolean, told date) partition by hash (day);
alter table public.logs owner to app_owner;
