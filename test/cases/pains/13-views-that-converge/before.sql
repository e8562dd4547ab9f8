create table public.people (id integer, name text, "Full Name" text, "order" integer);
