-- The policy stands on the view, that on a column which goes with its index: the partition's copy of it goes by itself.
create table public.logs (
  day bigint, level timestamptz
) partition by list (day);
create table public.logs_2 partition of public.logs for values in (21, 22) partition by list (day);
create table public.logs_2_rest partition of public.logs_2 default;
create policy seen on public.logs as restrictive for select using (level is not null);
