create schema a;
create schema b;
create extension xml2 schema a;
