-- These convert by tables, which the embedded engine breaks down in.
create conversion public.central for 'UTF8' to 'LATIN2' from utf8_to_iso8859;
comment on conversion public.central is 'The other way round';
create default conversion public."from Japan" for 'EUC_JP' to 'UTF8' from euc_jp_to_utf8;
alter conversion public."from Japan" owner to app_owner;
