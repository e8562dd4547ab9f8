create schema a authorization app_owner;
