insert into public.pages values (1, '<t>One</t>');
