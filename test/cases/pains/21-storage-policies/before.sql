create schema storage;
create table storage.buckets (id text primary key, public boolean);
create table storage.objects (id uuid primary key, bucket_id text references storage.buckets, name text);
alter table storage.objects enable row level security;
create policy "old rule" on storage.objects for insert to app_writer with check (bucket_id = 'old');
