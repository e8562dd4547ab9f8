create table public.payments (id serial, paid date not null);
create table public.payments_2024 (check (paid >= '2024-01-01' and paid < '2025-01-01')) inherits (public.payments);
