create function public.f() returns event_trigger language plpgsql as $$ begin end $$;
