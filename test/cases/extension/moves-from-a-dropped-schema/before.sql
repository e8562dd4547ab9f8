create schema old;
create extension citext schema old;
