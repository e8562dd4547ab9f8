create function same(text, text) returns boolean language sql immutable as 'select true';
alter function same(text, text) owner to app_owner;
create operator <%> (function = same, leftarg = text, rightarg = text, commutator = <%%>, negator = <!%>);
alter operator <%> (text, text) owner to app_owner;
