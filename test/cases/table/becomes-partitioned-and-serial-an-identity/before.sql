create table c (id bigserial, k int not null);
