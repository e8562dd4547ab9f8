create sequence public.down as integer increment by -1 cycle;
create sequence public.low minvalue 1 maxvalue 100;
create table public.t (id integer generated always as identity);
