insert into storage.buckets values ('avatars', true); insert into storage.objects values ('00000000-0000-0000-0000-000000000001', 'avatars', 'a/b');
