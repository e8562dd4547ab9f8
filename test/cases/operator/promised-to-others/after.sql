create function joined(text, text) returns boolean language sql immutable as $$ select $1 is not null and $2 is not null $$;
create operator ||+ (function = joined, leftarg = text, rightarg = text, commutator = operator(||-), negator = ||*);
