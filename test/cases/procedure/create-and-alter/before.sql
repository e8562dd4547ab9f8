create procedure public.close_day(day date) language plpgsql as $$begin null; end$$;
comment on procedure public.close_day(date) is 'Closes';
