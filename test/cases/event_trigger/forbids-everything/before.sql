create function no_ddl() returns event_trigger language plpgsql as $$ begin raise exception '% is not allowed', tg_tag; end $$;
create event trigger frozen on ddl_command_start execute function no_ddl();
