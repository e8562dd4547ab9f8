create type public.mood as enum ('glad', 'sad');
create domain public.moods as public.mood[] check (cardinality(value) < 6);
create table public.days (felt public.moods, morning public.mood, all_day public.mood[]);
