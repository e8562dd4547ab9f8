create function still_no_ddl() returns event_trigger language plpgsql as $$ begin raise exception '% is still not allowed', tg_tag; end $$;
create event trigger still_frozen on ddl_command_start execute function still_no_ddl();
