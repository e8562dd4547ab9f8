create operator public.=== (function = int8eq, leftarg = bigint, rightarg = bigint, commutator = operator(public.===));
create operator public.!== (function = int8ne, leftarg = bigint, rightarg = bigint, commutator = operator(public.!==), negator = operator(public.===));
