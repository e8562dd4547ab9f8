create text search template public.tmpl (init = dsimple_init, lexize = dsimple_lexize);
create text search parser public.prs (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
comment on text search parser public.prs is 'Words';
create text search dictionary public.dict (template = public.tmpl);
