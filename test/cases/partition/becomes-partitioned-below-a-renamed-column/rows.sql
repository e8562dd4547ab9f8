insert into visits values (1, 'one', '{abcdefgh,i}', null), (2, 'two', '{}', null);
