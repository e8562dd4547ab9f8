create table public.letters (id int) partition by list (id);
create table public.letters_rest partition of public.letters default;
