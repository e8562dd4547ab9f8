create operator public.=== (function = int8eq, leftarg = bigint, rightarg = bigint, commutator = operator(public.===));
