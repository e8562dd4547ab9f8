create type public.order_state as enum ('open', 'it''s paid', 'sent');
create type public.empty as enum ();
comment on type public.order_state is 'How far';
grant usage on type public.order_state to app_reader;
revoke usage on type public.order_state from public;
create table public.orders (id integer, state text);
create table public.history (state public.order_state not null default 'open', all_states public.order_state[] default '{open,sent}');
