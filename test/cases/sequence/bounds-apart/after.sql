create sequence public.down as integer increment by 5 minvalue 1 maxvalue 1000 cycle;
create sequence public.low start 500 minvalue 500 maxvalue 1000;
create table public.t (id integer generated always as identity (increment by -1));
