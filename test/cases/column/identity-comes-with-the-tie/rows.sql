insert into public.hits (day) values ('2025-02-03'), ('2026-02-03');
insert into public.hits_2023 values (1, '2023-02-03');
insert into public.hits_2024 (day) values ('2024-02-03');
