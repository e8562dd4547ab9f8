create foreign data wrapper files;
create server disk foreign data wrapper files;
create foreign table public.readings (
  at timestamptz options (column_name 'AT'),
  label text options (format 'csv') collate "C",
  amount numeric
) server disk;
