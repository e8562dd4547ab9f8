create operator public.%%%* (leftarg = integer, rightarg = integer, function = int4eq, commutator = operator(public.%%%*));
create operator public.=== (leftarg = integer, rightarg = bigint, function = int48eq, commutator = operator(public.====));
create operator public.==== (leftarg = bigint, rightarg = integer, function = int84eq, commutator = operator(public.===));
