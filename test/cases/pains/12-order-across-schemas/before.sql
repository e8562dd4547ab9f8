create schema zeta;
create schema alpha;
