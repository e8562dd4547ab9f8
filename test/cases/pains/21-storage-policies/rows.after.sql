insert into storage.buckets values ('avatars', true);
