create table public.accounts (id integer, balance numeric);
revoke all on public.accounts from app_reader, app_writer;
grant select on table public.accounts to app_reader with grant option;
grant all privileges on table public.accounts to app_writer;
create function public.total() returns numeric language sql as 'select sum(balance) from public.accounts';
revoke execute on function public.total() from public;
grant execute on function public.total() to public;
create sequence public.numbers;
grant all on all sequences in schema public to app_writer;
