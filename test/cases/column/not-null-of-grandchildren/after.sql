-- Kept further down than by the next child.
create table public.base (a int);
create table public.left_one () inherits (public.base);
create table public.right_one () inherits (public.base);
create table public.below_left () inherits (public.left_one);
create table public.below_right () inherits (public.right_one);
create table public.deepest () inherits (public.below_right);
alter table public.below_left alter column a set not null;
alter table public.deepest alter column a set not null;
