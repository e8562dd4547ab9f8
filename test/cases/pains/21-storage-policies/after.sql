create schema storage;
create table storage.buckets (id text primary key, public boolean);
create table storage.objects (id uuid primary key, bucket_id text references storage.buckets, name text);
alter table storage.objects enable row level security;
create policy "faces are public" on storage.objects for select to public using (bucket_id in (select id from storage.buckets where public));
create policy "own files" on storage.objects to app_writer using (split_part(name, '/', 1) = current_user) with check (bucket_id = 'files');
