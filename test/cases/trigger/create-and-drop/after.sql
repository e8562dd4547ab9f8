create table public.people (id integer, name text, at timestamptz);
create function public.touch() returns trigger language plpgsql as $$begin new.at := now(); return new; end$$;
create function public.tell() returns trigger language plpgsql as $$begin return null; end$$;
create trigger touch before insert or update of name on public.people for each row when (new.name is not null) execute function public.touch();
create trigger "Tell 1" after update on public.people referencing old table as old_rows new table as new_rows for each statement execute function public.tell('a', 'b''c');
create constraint trigger late after insert on public.people deferrable initially deferred for each row execute function public.tell();
alter table public.people disable trigger touch;
alter table public.people enable always trigger late;
comment on trigger touch on public.people is 'Keeps at';
