create table usr (id int primary key); 
create table m (u int constraint m_u references usr, k int) partition by range (k); create table m1 (u int constraint m_u references usr, k int);
