create text search template public.tmpl (lexize = dsimple_lexize);
