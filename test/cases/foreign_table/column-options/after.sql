create foreign data wrapper files;
create server disk foreign data wrapper files;
create foreign table public.readings (
  at timestamptz options (column_name 'at', trim '1'),
  label text options (encoding 'utf8') collate "C",
  amount numeric options (scale '2')
) server disk;
