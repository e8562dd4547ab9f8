create sequence public.numbers as smallint increment by -2 minvalue -100 maxvalue 50 start with 50 cache 3 cycle;
create sequence public.plain;
comment on sequence public.numbers is 'Downwards';
grant usage on sequence public.numbers to app_reader;
grant select, update on sequence public.numbers to app_writer;
