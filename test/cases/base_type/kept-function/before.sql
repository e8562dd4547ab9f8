create type public.weight;
create function public.weight_in(cstring) returns public.weight language internal immutable strict as 'int4in';
create function public.weight_out(public.weight) returns cstring language internal immutable strict as 'int4out';
create type public.weight (input = public.weight_in, output = public.weight_out, like = integer);
