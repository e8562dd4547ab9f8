create table public.visits (id bigint, a_column_whose_name_is_so_long_that_others_made_of_it_are_cut_off date not null);
