create operator public.%%%* (leftarg = integer, rightarg = integer, function = int4eq);
create operator public.=== (leftarg = integer, rightarg = bigint, function = int48eq);
create operator public.==== (leftarg = bigint, rightarg = integer, function = int84eq);
