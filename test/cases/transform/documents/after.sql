create transform for integer language sql (from sql with function numeric_support(internal));
comment on transform for integer language sql is 'Ints';
