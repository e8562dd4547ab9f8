create schema shop;
grant usage on schema shop to app_owner, app_other;
