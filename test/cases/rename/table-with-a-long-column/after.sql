-- The name of its NOT NULL (18) is cut off, and as long under the table's new name.
-- reconcile: renamed_from visits
create table public.orders (id bigint, a_column_whose_name_is_so_long_that_others_made_of_it_are_cut_off date not null);
