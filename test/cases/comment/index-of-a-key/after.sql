create table public.t (id integer primary key, code text constraint t_code_key unique);
comment on index public.t_pkey is 'The key';
comment on constraint t_pkey on public.t is 'As a constraint';
