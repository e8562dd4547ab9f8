create table public.orgs (id integer, code text, constraint orgs_pkey primary key (id), constraint orgs_code_key unique (code));
create table public.people (
  id integer, email text, age integer, org integer,
  constraint people_pkey primary key (id),
  constraint people_email_key unique (email) include (age) with (fillfactor = 80),
  constraint people_age_check check (age between 0 and 150),
  constraint people_org_fkey foreign key (org) references public.orgs on update cascade on delete set null,
  constraint people_no_overlap exclude using btree (email with =) where (age > 0)
);
comment on constraint people_age_check on public.people is 'Alive';
