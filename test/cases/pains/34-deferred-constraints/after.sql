create table public.p (id integer primary key);
create table public.t (id integer unique deferrable initially deferred, p integer references public.p deferrable initially immediate, constraint apart exclude using btree (p with =) deferrable);
