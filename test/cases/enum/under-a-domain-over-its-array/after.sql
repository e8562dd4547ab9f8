-- Values in another order make the type anew; the columns change between it, its array and the domain over that.
create type public.mood as enum ('sad', 'calm', 'glad');
create domain public.moods as public.mood[] check (cardinality(value) < 7);
create table public.days (felt public.mood[], morning public.mood, all_day public.moods);
