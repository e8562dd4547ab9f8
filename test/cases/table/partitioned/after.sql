create table public.log (at date not null, line text) partition by range (at);
create table public.log_2024 partition of public.log for values from ('2024-01-01') to ('2025-01-01');
create table public.log_rest partition of public.log default;
create index log_line_idx on public.log (line);
