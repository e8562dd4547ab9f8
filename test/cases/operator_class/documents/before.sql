create operator family public.ints using btree;
