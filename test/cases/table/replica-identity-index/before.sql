create table public.events (id bigint not null, what text);
create unique index events_id_idx on public.events (id);
