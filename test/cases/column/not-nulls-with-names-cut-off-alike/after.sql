-- The names that PostgreSQL makes of these (18) are cut off before they differ.
create table public.letters (
  id int,
  a_column_whose_name_is_so_long_that_others_made_of_it_are_cut_1 date not null,
  a_column_whose_name_is_so_long_that_others_made_of_it_are_cut_2 date not null
) partition by list (id);
create table public.letters_rest partition of public.letters default;
