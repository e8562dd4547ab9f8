create sequence public.numbers;
create table public.orders (id bigint default nextval('public.numbers'), other bigint);
alter sequence public.numbers owned by public.orders.id;
