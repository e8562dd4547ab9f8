create transform for integer language sql (from sql with function varchar_support(internal));
