create schema storage;
alter schema storage owner to app_other;
create table storage.objects (id uuid primary key, bucket_id text, name text, owner uuid);
alter table storage.objects owner to app_other;
alter table storage.objects enable row level security;
