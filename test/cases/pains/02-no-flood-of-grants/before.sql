create table public.accounts (id integer, balance numeric);
grant all on public.accounts to app_writer;
grant select on public.accounts to app_reader with grant option;
revoke all on public.accounts from public;
create function public.total() returns numeric language sql as 'select sum(balance) from public.accounts';
create sequence public.numbers;
grant usage, select, update on sequence public.numbers to app_writer;
