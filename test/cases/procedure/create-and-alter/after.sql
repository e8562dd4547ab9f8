create procedure public.close_day(day date) language plpgsql security definer set search_path = '' as $$begin perform 1; end$$;
create procedure public.open_day(inout n integer, day date default current_date) language sql as $$select 1$$;
grant execute on procedure public.open_day(integer, date) to app_reader;
