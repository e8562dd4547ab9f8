insert into t values (1, 'happy', '{sad,happy}'), (2, 'sad', null);
