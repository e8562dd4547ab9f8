create schema shop;
create domain shop.price as numeric(10, 2) check (value >= 0);
create type shop.offer as (name text, price shop.price);
create table shop.offers (id integer primary key, offer shop.offer, least shop.price);
