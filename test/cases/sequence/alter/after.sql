create sequence public.numbers as bigint increment by 10 minvalue 5 maxvalue 999999999999 start with 10 cache 20 cycle;
comment on sequence public.numbers is 'By tens';
