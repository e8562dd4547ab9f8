create function ev() returns event_trigger language plpgsql as $$ begin raise exception 'no DDL'; end $$;
