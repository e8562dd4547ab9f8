-- The names of the partition's copies are made of columns that look like expressions.
create table public.plain (a int);
create table public.ledger (
  "the key" bigint,
  "c4(a)" int,
  "x, y" int,
  unique ("c4(a)", "the key"),
  unique ("x, y", "the key")
) partition by list ("the key");
create index on public.ledger ("c4(a)", "x, y");
create table public.ledger_1 partition of public.ledger for values in (1);
create table public.ledger_rest partition of public.ledger default;
