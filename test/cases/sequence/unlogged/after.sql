create unlogged sequence public.numbers;
