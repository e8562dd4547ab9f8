create schema a;
create extension xml2 schema a;
comment on extension xml2 is 'our own words';
