create function public.stamp() returns trigger language plpgsql as 'begin return new; end';

create table public.visits (day int) partition by range (day);
create table public.visits_1 partition of public.visits for values from (1) to (2);
create trigger stamp before insert on public.visits_1 for each row execute function public.stamp();

create table public.calls (day int) partition by range (day);
create table public.calls_1 partition of public.calls for values from (1) to (2);
create trigger stamp before insert on public.calls_1 for each row execute function public.stamp();
