create table public.events (id bigint not null, day date not null, kind text, constraint positive check (id > 0), primary key (id, day)) partition by range (day);
create index events_kind_idx on public.events (kind);

create table public.events_2023 partition of public.events for values from ('2023-01-01') to ('2024-01-01');
create table public.events_2024 (id bigint not null, day date not null, kind text, constraint positive check (id > 0), primary key (id, day));
create index events_2024_kind_idx on public.events_2024 (kind);
