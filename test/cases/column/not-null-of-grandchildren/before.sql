create table public.base (a int not null);
create table public.left_one () inherits (public.base);
create table public.right_one () inherits (public.base);
create table public.below_left () inherits (public.left_one);
create table public.below_right () inherits (public.right_one);
create table public.deepest () inherits (public.below_right);
