-- reconcile: renamed_from span
create type stretch as range (subtype = float8, subtype_diff = float8mi);
alter type stretch owner to app_owner;
