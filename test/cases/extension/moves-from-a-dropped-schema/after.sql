create schema fresh;
create extension citext schema fresh;
