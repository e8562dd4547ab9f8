create table posts (id int, room int, answers int, primary key (id, room)) partition by list (room);
create table posts_1 partition of posts for values in (1);
create table posts_2 partition of posts for values in (2) partition by list (id);
create table posts_2_rest partition of posts_2 default;
create table posts_3 partition of posts for values in (3);
alter table posts add constraint answered foreign key (answers, room) references posts (id, room);
