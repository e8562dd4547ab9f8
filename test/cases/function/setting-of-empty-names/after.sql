create function f2() returns int language sql set search_path = public, '' as 'select 1';
