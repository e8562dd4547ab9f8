create table usr (id bigint primary key); 
create table m (u bigint constraint m_u references usr, k int) partition by range (k); create table m1 (u bigint constraint m_u references usr, k int);
