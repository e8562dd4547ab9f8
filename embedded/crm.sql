-- A school's database as it was before the CRM clean-up: six CRM tables and
-- fourteen of the product that moved elsewhere, all in schema public.
--
-- Plain SQL without client meta-commands, for an empty database on PostgreSQL
-- 15 or later (PGlite included), run as a superuser. It first makes the
-- database look like a small self-hosted Supabase: supabase_admin is the
-- superuser that owns everything in public; postgres is an ordinary role that
-- may act as it (SET ROLE), and no more. The session ends as postgres.
-- Rows are the same on every run.

begin;

set local client_min_messages = warning;
set local timezone = 'UTC';
set local datestyle = 'ISO, MDY';
set local search_path = public, pg_catalog;

-- Roles ---------------------------------------------------------------------

do $$
begin
  if to_regrole('supabase_admin') is null then
    if (select oid from pg_roles where rolname = 'postgres') = 10 then
      -- The role one is logged in as cannot be renamed, so another one does it.
      create role crm_setup superuser;
      set session authorization crm_setup;
      alter role postgres rename to supabase_admin;
      set session authorization supabase_admin;
      drop role crm_setup;
    else
      create role supabase_admin superuser;
    end if;
  end if;
  alter role supabase_admin superuser createdb createrole replication bypassrls login;
end
$$;

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('postgres', 'login nosuperuser createdb createrole replication bypassrls'),
      ('anon', 'nologin'),
      ('authenticated', 'nologin'),
      ('service_role', 'nologin bypassrls'),
      ('authenticator', 'login noinherit'),
      ('supabase_auth_admin', 'login noinherit createrole')
    ) as role (name, attributes)
  loop
    if to_regrole(wanted.name) is null then
      execute format('create role %I %s', wanted.name, wanted.attributes);
    end if;
  end loop;

  -- postgres may act as supabase_admin, but has none of its rights until it
  -- says SET ROLE. Before version 16 that is an attribute of the role.
  if current_setting('server_version_num')::int >= 160000 then
    execute 'grant supabase_admin to postgres with inherit false, set true';
  else
    alter role postgres noinherit;
    grant supabase_admin to postgres;
  end if;

  execute format('alter database %I owner to postgres', current_database());
  execute format('grant all on database %I to postgres', current_database());
end
$$;

grant anon, authenticated, service_role to authenticator, postgres;
alter role postgres set search_path = "$user", public, extensions;
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';

-- Schemas and default privileges ---------------------------------------------

set local role supabase_admin;

create schema if not exists auth authorization supabase_admin;
create schema if not exists extensions authorization postgres;

grant usage on schema public, auth, extensions to postgres, anon, authenticated, service_role;
-- As in databases that are older than version 15. The owner of a schema may drop
-- what is in it, so postgres must not be that by owning the database.
alter schema public owner to supabase_admin;
grant all on schema public to postgres;
grant all on schema auth to supabase_auth_admin;

alter default privileges for role postgres in schema public grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant all on functions to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema public grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema public grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema public grant all on functions to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_auth_admin in schema auth grant all on tables to postgres;
alter default privileges for role supabase_auth_admin in schema auth grant all on sequences to postgres;
alter default privileges for role supabase_auth_admin in schema auth grant all on functions to postgres;

-- auth: what the rest of the database refers to -------------------------------

set local role supabase_auth_admin;

create table if not exists auth.users (
  id uuid primary key,
  aud varchar(255),
  role varchar(255),
  email varchar(255),
  raw_app_meta_data jsonb,
  raw_user_meta_data jsonb,
  created_at timestamptz,
  updated_at timestamptz
);
alter table auth.users enable row level security;

-- PostgREST puts the claims of a request into request.jwt.claims.
create or replace function auth.jwt() returns jsonb language sql stable
  return nullif(current_setting('request.jwt.claims', true), '')::jsonb;
create or replace function auth.uid() returns uuid language sql stable
  return (auth.jwt() ->> 'sub')::uuid;
create or replace function auth.role() returns text language sql stable
  return auth.jwt() ->> 'role';

insert into auth.users (id, aud, role, email, raw_user_meta_data, created_at, updated_at)
select md5('user ' || n)::uuid, 'authenticated', 'authenticated', format('student%s@example.test', n),
       jsonb_build_object('full_name', 'Student ' || n),
       timestamptz '2025-01-10 09:00+00' + n * interval '1 day', timestamptz '2025-06-01 09:00+00'
from generate_series(1, 36) as n;

set local role supabase_admin;

do $$
begin
  if to_regprocedure('extensions.uuid_generate_v4()') is null then
    create function extensions.uuid_generate_v4() returns uuid language sql volatile
      return pg_catalog.gen_random_uuid();
  end if;
end
$$;

-- CRM: tables -----------------------------------------------------------------

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  display_name text not null check (btrim(display_name) <> ''),
  primary_email text check (primary_email = lower(primary_email)),
  primary_contact_id bigint,
  country_code text check (country_code ~ '^[A-Z]{2}$'),
  locale text not null default 'en',
  tags text[] not null default '{}',
  profile jsonb not null default '{}',
  notes text,
  merged_into uuid references public.clients on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint clients_not_merged_into_itself check (merged_into <> id)
);

create table public.client_contacts (
  id bigint generated always as identity primary key,
  client_id uuid not null references public.clients on delete cascade,
  kind text not null check (kind in ('email', 'phone', 'messenger')),
  value text not null,
  value_normalized text generated always as (lower(btrim(value))) stored,
  is_verified boolean not null default false,
  source text,
  created_at timestamptz not null default now(),
  constraint client_contacts_kind_value_key unique (kind, value_normalized)
);
alter table public.clients
  add constraint clients_primary_contact_id_fkey foreign key (primary_contact_id)
  references public.client_contacts on delete set null deferrable initially deferred;

create table public.client_link_reviews (
  id bigint generated by default as identity primary key,
  source_table text not null check (source_table in ('assessment_results', 'pricing_leads')),
  source_id uuid not null,
  candidate_client_id uuid not null references public.clients on delete cascade,
  resolved_client_id uuid references public.clients on delete set null,
  reason text not null,
  score numeric(4,3) check (score between 0 and 1),
  status text not null default 'pending' check (status in ('pending', 'linked', 'dismissed')),
  evidence jsonb not null default '{}',
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  constraint client_link_reviews_source_candidate_key unique (source_table, source_id, candidate_client_id),
  constraint client_link_reviews_resolved check ((status = 'pending') = (resolved_at is null))
);

create table public.assessment_results (
  id uuid primary key default gen_random_uuid(),
  token text not null default replace(gen_random_uuid()::text, '-', '') unique,
  client_id uuid references public.clients on delete set null,
  email text,
  full_name text,
  answers jsonb not null default '[]',
  section_scores smallint[] not null default '{}',
  score numeric(5,2) check (score >= 0 and score <= 100),
  level text,
  duration interval,
  created_at timestamptz not null default now()
);

create table public.invoice_order_counter (
  year integer primary key check (year >= 2000),
  last_number integer not null default 0 check (last_number >= 0),
  updated_at timestamptz not null default now()
);

create table public.pricing_leads (
  id uuid primary key default gen_random_uuid(),
  client_id uuid references public.clients on delete set null,
  email text not null,
  phone text,
  full_name text,
  plan text not null,
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  amount numeric(10,2) not null check (amount > 0),
  order_number text unique,
  message text,
  utm jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create unique index clients_primary_email_key on public.clients (primary_email) where merged_into is null;
create index clients_merged_into_idx on public.clients (merged_into) where merged_into is not null;
create index clients_primary_contact_id_idx on public.clients (primary_contact_id);
create index clients_display_name_idx on public.clients (lower(display_name));
create index clients_tags_idx on public.clients using gin (tags);
create index client_contacts_client_id_idx on public.client_contacts (client_id);
create index client_link_reviews_pending_idx on public.client_link_reviews (created_at) where status = 'pending';
create index client_link_reviews_candidate_idx on public.client_link_reviews (candidate_client_id);
create index client_link_reviews_resolved_idx on public.client_link_reviews (resolved_client_id);
create index assessment_results_client_id_idx on public.assessment_results (client_id, created_at desc);
create index pricing_leads_client_id_idx on public.pricing_leads (client_id, created_at desc);

-- CRM: functions --------------------------------------------------------------

create function public.crm_normalize_email(value text) returns text
  language sql immutable strict parallel safe
as $$select nullif(lower(btrim(value)), '')
$$;
create index pricing_leads_email_idx on public.pricing_leads (public.crm_normalize_email(email));

create function public.assign_invoice_order_number() returns trigger
  language plpgsql security definer set search_path = ''
as $$declare
  number integer;
begin
  if new.order_number is null and new.currency = 'EUR' then
    insert into public.invoice_order_counter as c (year, last_number)
    values (extract(year from new.created_at at time zone 'UTC')::integer, 1)
    on conflict (year) do update set last_number = c.last_number + 1, updated_at = now()
    returning c.last_number into number;
    new.order_number := to_char(new.created_at at time zone 'UTC', 'YYYY') || '-' || lpad(number::text, 5, '0');
  end if;
  return new;
end
$$;

create function public.crm_upsert_client_contact(p_client uuid, p_kind text, p_value text, p_source text default null) returns bigint
  language plpgsql security definer set search_path = ''
as $$declare
  contact bigint;
begin
  if coalesce(btrim(p_value), '') = '' then
    return null;
  end if;
  insert into public.client_contacts as c (client_id, kind, value, source)
  values (p_client, p_kind, p_value, p_source)
  on conflict (kind, value_normalized) do update set source = coalesce(c.source, excluded.source)
  returning c.id into contact;
  return contact;
end
$$;

create function public.crm_apply_client_identity(p_client uuid, p_email text, p_phone text, p_name text) returns void
  language plpgsql security definer set search_path = ''
as $$declare
  contact bigint;
begin
  contact := public.crm_upsert_client_contact(p_client, 'email', p_email);
  contact := coalesce(contact, public.crm_upsert_client_contact(p_client, 'phone', p_phone));
  update public.clients
  set primary_email = coalesce(primary_email, public.crm_normalize_email(p_email)),
      primary_contact_id = coalesce(primary_contact_id, contact),
      display_name = case when display_name = 'Unknown' then coalesce(nullif(btrim(p_name), ''), 'Unknown') else display_name end,
      updated_at = now()
  where id = p_client;
end
$$;

create function public.crm_resolve_or_create_client(p_email text, p_phone text default null, p_name text default null) returns uuid
  language plpgsql security definer set search_path = ''
as $$declare
  client uuid;
begin
  select coalesce(c.merged_into, c.id) into client
  from public.client_contacts as k
  join public.clients as c on c.id = k.client_id
  where (k.kind = 'email' and k.value_normalized = public.crm_normalize_email(p_email))
     or (k.kind = 'phone' and k.value_normalized = lower(btrim(p_phone)))
  order by k.kind, k.id
  limit 1;
  if client is null then
    insert into public.clients (display_name)
    values (coalesce(nullif(btrim(p_name), ''), 'Unknown'))
    returning id into client;
  end if;
  perform public.crm_apply_client_identity(client, p_email, p_phone, p_name);
  return client;
end
$$;

create function public.crm_merge_clients(keep uuid, gone uuid) returns void
  language plpgsql security definer set search_path = ''
as $$begin
  if keep = gone then
    raise exception 'a client cannot be merged into itself' using errcode = 'invalid_parameter_value';
  end if;
  update public.client_contacts set client_id = keep where client_id = gone;
  update public.assessment_results set client_id = keep where client_id = gone;
  update public.pricing_leads set client_id = keep where client_id = gone;
  update public.clients set merged_into = keep, primary_contact_id = null, updated_at = now() where id = gone;
end
$$;

create function public.crm_resolve_client_link_review(p_review bigint, p_client uuid) returns void
  language plpgsql security definer set search_path = ''
as $$declare
  review public.client_link_reviews;
begin
  update public.client_link_reviews
  set status = case when p_client is null then 'dismissed' else 'linked' end,
      resolved_client_id = p_client,
      resolved_at = now()
  where id = p_review and status = 'pending'
  returning * into review;
  if not found then
    raise exception 'no pending review %', p_review using errcode = 'no_data_found';
  end if;
  if p_client is not null and review.source_table = 'assessment_results' then
    update public.assessment_results set client_id = p_client where id = review.source_id;
  elsif p_client is not null then
    update public.pricing_leads set client_id = p_client where id = review.source_id;
  end if;
end
$$;

create function public.trg_crm_assign_client_assessment() returns trigger
  language plpgsql security definer set search_path = ''
as $$begin
  if new.client_id is null and new.email is not null then
    new.client_id := public.crm_resolve_or_create_client(new.email, null, new.full_name);
  end if;
  return new;
end
$$;

create function public.trg_crm_assign_client_pricing_leads() returns trigger
  language plpgsql security definer set search_path = ''
as $$begin
  if new.client_id is null then
    new.client_id := public.crm_resolve_or_create_client(new.email, new.phone, new.full_name);
  end if;
  return new;
end
$$;

-- CRM: views ------------------------------------------------------------------

create view public.crm_client_timeline_v with (security_invoker = true) as
select client_id, created_at as happened_at, 'assessment' as kind, token as reference, level as summary
from public.assessment_results
where client_id is not null
union all
select client_id, created_at, 'lead', coalesce(order_number, id::text), plan || ' ' || amount || ' ' || currency
from public.pricing_leads
where client_id is not null
union all
select client_id, created_at, 'contact', kind, value
from public.client_contacts;

create view public.crm_clients_overview_v with (security_invoker = true) as
select c.id as client_id,
       c.display_name,
       c.primary_email,
       count(*) filter (where t.kind = 'assessment') as assessments,
       count(*) filter (where t.kind = 'lead') as leads,
       max(t.happened_at) as last_activity_at
from public.clients as c
left join public.crm_client_timeline_v as t on t.client_id = c.id
where c.merged_into is null
group by c.id;

-- CRM: row-level security, grants, comments -----------------------------------

alter table public.clients enable row level security;
alter table public.client_contacts enable row level security;
alter table public.client_link_reviews enable row level security;
alter table public.assessment_results enable row level security;
alter table public.invoice_order_counter enable row level security;
alter table public.pricing_leads enable row level security;

create policy "staff read" on public.clients for select to authenticated
  using ((select auth.jwt()) -> 'app_metadata' ->> 'crm_role' in ('staff', 'lead'));
create policy "staff edit" on public.clients for update to authenticated
  using ((select auth.jwt()) -> 'app_metadata' ->> 'crm_role' = 'lead')
  with check (merged_into is null);
create policy "staff read" on public.client_contacts for select to authenticated
  using (exists (select from public.clients where clients.id = client_contacts.client_id));
create policy "staff read" on public.client_link_reviews for select to authenticated
  using ((select auth.jwt()) -> 'app_metadata' ->> 'crm_role' = 'lead');
create policy "staff read" on public.assessment_results for select to authenticated
  using ((select auth.jwt()) -> 'app_metadata' ->> 'crm_role' in ('staff', 'lead'));
create policy "staff read" on public.pricing_leads for select to authenticated
  using ((select auth.jwt()) -> 'app_metadata' ->> 'crm_role' in ('staff', 'lead'));
create policy "no free plans" on public.pricing_leads as restrictive for insert to authenticated
  with check (plan <> 'free');

revoke all on public.clients, public.client_contacts, public.client_link_reviews, public.assessment_results,
  public.pricing_leads, public.invoice_order_counter, public.crm_client_timeline_v, public.crm_clients_overview_v
  from postgres, anon, authenticated, service_role;
grant select, insert, update, delete on public.clients, public.client_contacts, public.client_link_reviews,
  public.assessment_results, public.pricing_leads to postgres, service_role;
grant select on public.invoice_order_counter to postgres, service_role;
grant select on public.clients, public.client_contacts, public.client_link_reviews, public.assessment_results,
  public.pricing_leads, public.crm_client_timeline_v, public.crm_clients_overview_v to authenticated;
grant update (display_name, notes, tags) on public.clients to authenticated;
grant select on public.crm_client_timeline_v, public.crm_clients_overview_v to postgres, service_role;

revoke all on all functions in schema public from public, postgres, anon, authenticated, service_role;
grant execute on all functions in schema public to postgres, service_role;

comment on table public.clients is 'One row per person or company we know';
comment on column public.clients.merged_into is 'The client this one turned out to be';
comment on table public.client_contacts is 'Every address a client was seen with';
comment on table public.client_link_reviews is 'Doubtful matches that a person decides';
comment on table public.assessment_results is 'Level tests taken on the website';
comment on column public.assessment_results.token is 'Secret part of the link to the result';
comment on table public.pricing_leads is 'Requests from the pricing page';
comment on table public.invoice_order_counter is 'Last order number given out, per year';
comment on view public.crm_clients_overview_v is 'One line per client with its latest activity';
comment on function public.crm_merge_clients(uuid, uuid) is 'Moves everything of the one client to the other';

-- Product: tables -------------------------------------------------------------

create table public.users (
  id uuid primary key references auth.users on delete cascade,
  client_id uuid references public.clients on delete set null,
  email text not null unique,
  full_name text,
  role text not null default 'student' check (role in ('student', 'tutor', 'admin')),
  avatar bytea,
  preferences jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create table public.subjects (
  id smallint generated by default as identity primary key,
  code text not null unique check (code = upper(code)),
  name text not null,
  colour text
);
create table public.topics (
  id serial primary key,
  subject_id smallint not null references public.subjects on delete cascade,
  parent_id integer references public.topics on delete cascade,
  name text not null,
  position real not null default 0,
  constraint topics_subject_name_key unique (subject_id, name)
);
create table public.questions (
  id uuid primary key default extensions.uuid_generate_v4(),
  topic_id integer not null references public.topics on delete restrict,
  author_id uuid references public.users on delete set null,
  prompt text not null,
  choices jsonb,
  correct text,
  tags text[],
  weight double precision not null default 1,
  picture bytea,
  is_active boolean not null default true,
  created_at timestamptz not null default now()
);
create table public.question_reports (
  id bigint generated always as identity primary key,
  question_id uuid not null references public.questions on delete cascade,
  reported_by uuid references public.users on delete set null,
  client_id uuid references public.clients on delete set null,
  comment text not null,
  status text not null default 'open' check (status in ('open', 'fixed', 'rejected')),
  created_at timestamptz not null default now()
);
create table public.test_templates (
  id uuid primary key default gen_random_uuid(),
  name varchar(120) not null,
  description text,
  created_by uuid references public.users on delete set null,
  valid daterange not null default 'empty',
  is_active boolean not null default true,
  updated_at timestamptz not null default now()
);
create table public.test_sections (
  id serial primary key,
  subject_id smallint not null references public.subjects,
  name text not null,
  time_limit interval check (time_limit > interval '0')
);
create table public.template_sections (
  template_id uuid not null references public.test_templates on delete cascade,
  section_id integer not null references public.test_sections on delete cascade,
  position smallint not null,
  primary key (template_id, section_id),
  constraint template_sections_position_key unique (template_id, position) deferrable initially deferred
);
create table public.test_attempts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.users on delete cascade,
  template_id uuid not null references public.test_templates,
  assessment_id uuid references public.assessment_results on delete set null,
  current_section_id uuid,
  score numeric(6,3),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint test_attempts_times check (finished_at >= started_at)
);
create table public.attempt_sections (
  id uuid primary key default gen_random_uuid(),
  attempt_id uuid not null references public.test_attempts on delete cascade,
  section_id integer not null references public.test_sections,
  seconds_left integer check (seconds_left >= 0)
);
alter table public.test_attempts
  add constraint test_attempts_current_section_id_fkey foreign key (current_section_id)
  references public.attempt_sections on delete set null deferrable initially deferred;
create table public.attempt_questions (
  id bigint generated always as identity primary key,
  attempt_section_id uuid not null references public.attempt_sections on delete cascade,
  question_id uuid not null references public.questions,
  answer text,
  is_correct boolean,
  seconds integer not null default 0,
  unique (attempt_section_id, question_id)
);
create table public.practice_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.users on delete cascade,
  topic_id integer references public.topics on delete set null,
  goal integer not null default 10,
  device inet,
  started_at timestamptz not null default now()
);
create table public.practice_answers (
  id bigserial primary key,
  session_id uuid not null references public.practice_sessions on delete cascade,
  question_id uuid not null references public.questions,
  answer text,
  trail integer[] not null default '{}',
  payload jsonb,
  answered_at timestamptz
);
create table public.student_progress (
  user_id uuid not null references public.users on delete cascade,
  topic_id integer not null references public.topics on delete cascade,
  mastery numeric(4,3) not null default 0 check (mastery between 0 and 1),
  streak integer not null default 0,
  points integer generated always as (streak * 10) stored,
  last_seen date,
  primary key (user_id, topic_id)
);

create index users_client_id_idx on public.users (client_id) where client_id is not null;
create unique index users_email_lower_idx on public.users (lower(email));
create index topics_parent_id_idx on public.topics (parent_id);
create index questions_topic_id_idx on public.questions (topic_id) include (weight) where is_active;
create index questions_prompt_idx on public.questions (md5(prompt), created_at desc nulls last);
create index questions_choices_idx on public.questions using gin (choices jsonb_path_ops);
create index question_reports_open_idx on public.question_reports (created_at) where status = 'open';
create index test_attempts_user_id_idx on public.test_attempts (user_id, started_at desc);
create index attempt_sections_attempt_id_idx on public.attempt_sections (attempt_id);
create index practice_answers_session_id_idx on public.practice_answers (session_id);

-- Product: functions ----------------------------------------------------------

create function public.is_admin() returns boolean
  language sql stable security definer set search_path = ''
as $$
  select exists (select from public.users where id = auth.uid() and role = 'admin')
$$;

create function public.admin_update_user_role(target uuid, new_role text) returns void
  language plpgsql security definer set search_path = ''
as $$
begin
  if not public.is_admin() then
    raise exception 'only an admin changes roles' using errcode = 'insufficient_privilege';
  end if;
  update public.users set role = new_role where id = target;
end
$$;

-- Made for a trigger on auth.users, which this database no longer has.
create function public.handle_new_user() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.users (id, email, full_name)
  values (new.id, new.email, new.raw_user_meta_data ->> 'full_name')
  on conflict (id) do nothing;
  return new;
end
$$;

create function public.submit_answer(p_attempt uuid, p_section uuid, p_question uuid, p_answer text, p_seconds integer, p_is_last boolean default false) returns boolean
  language plpgsql
as $$
declare
  correct boolean;
begin
  select q.correct = p_answer into correct from public.questions as q where q.id = p_question;
  insert into public.attempt_questions (attempt_section_id, question_id, answer, is_correct, seconds)
  values (p_section, p_question, p_answer, correct, p_seconds)
  on conflict (attempt_section_id, question_id) do update
  set answer = excluded.answer, is_correct = excluded.is_correct, seconds = excluded.seconds;
  if p_is_last then
    update public.test_attempts set finished_at = now() where id = p_attempt;
  end if;
  return correct;
end
$$;

create function public.update_test_templates_updated_at() returns trigger
  language plpgsql
as $$
begin
  new.updated_at = now();
  return new;
end
$$;

-- Product: row-level security, grants, comments -------------------------------

alter table public.users enable row level security;
alter table public.subjects enable row level security;
alter table public.topics enable row level security;
alter table public.questions enable row level security;
alter table public.question_reports enable row level security;
alter table public.test_templates enable row level security;
alter table public.test_attempts enable row level security, force row level security;
alter table public.attempt_sections enable row level security;
alter table public.attempt_questions enable row level security;
alter table public.practice_sessions enable row level security;
alter table public.practice_answers enable row level security, force row level security;
alter table public.student_progress enable row level security;

create policy "own profile" on public.users for select to authenticated using (id = (select auth.uid()) or public.is_admin());
create policy "edit own profile" on public.users for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "everybody reads" on public.subjects for select using (true);
create policy "everybody reads" on public.topics for select using (true);
create policy "admins write" on public.topics to authenticated using (public.is_admin()) with check (public.is_admin());
create policy "active questions" on public.questions for select to authenticated using (is_active);
create policy "admins write" on public.questions to authenticated using (public.is_admin()) with check (public.is_admin());
create policy "own reports" on public.question_reports to authenticated using (reported_by = (select auth.uid()));
create policy "admins read" on public.question_reports for select to authenticated using (public.is_admin());
create policy "active templates" on public.test_templates for select using (is_active or public.is_admin());
create policy "own attempts" on public.test_attempts to authenticated using (user_id = (select auth.uid()) or public.is_admin());
create policy "own sections" on public.attempt_sections to authenticated
  using (exists (select from public.test_attempts as a where a.id = attempt_id and a.user_id = (select auth.uid())));
create policy "own answers" on public.attempt_questions to authenticated
  using (exists (select from public.attempt_sections as s join public.test_attempts as a on a.id = s.attempt_id
                 where s.id = attempt_section_id and a.user_id = (select auth.uid())));
create policy "own sessions" on public.practice_sessions to authenticated using (user_id = (select auth.uid()));
create policy "own practice" on public.practice_answers to authenticated
  using (exists (select from public.practice_sessions as s where s.id = session_id and s.user_id = (select auth.uid())));
create policy "own progress" on public.student_progress for select to authenticated
  using (user_id = (select auth.uid()) or public.is_admin());

revoke update on public.users from anon, authenticated;
grant update (full_name, avatar, preferences) on public.users to authenticated;
revoke select on public.questions from anon, authenticated;
grant select (id, topic_id, prompt, choices, tags) on public.questions to authenticated;
revoke all on public.practice_answers from anon;
revoke execute on function public.admin_update_user_role(uuid, text) from public, anon;

comment on table public.users is E'Profiles of the product; not auth.users\n(see handle_new_user)';
comment on column public.questions.correct is 'Never shown to students: they can''t select it';
comment on table public.test_sections is '';
comment on constraint test_attempts_times on public.test_attempts is 'Nobody finishes before the start';
comment on index public.questions_prompt_idx is 'Finds the same question twice';
comment on policy "own attempts" on public.test_attempts is 'Holds for the owner too';

-- Rows ------------------------------------------------------------------------
-- Loaded before the triggers exist. Texts hold what a careless copy would
-- spoil: tabs, line ends, backslashes, COPY's own marks, empty strings, NULL.

create function pg_temp.odd_text(n integer) returns text language sql immutable return
  (array[E'tab\there', E'two\nlines', E'back\\slash and \\N', E'\\.', '', null, 'Zürich – 東京 🎓',
         E'carriage\r\nreturn', '"quoted", ''single''', E'bell\x07 and end\\'])[n % 10 + 1];

insert into public.clients (id, display_name, primary_email, country_code, locale, tags, profile, notes, created_at, updated_at)
select md5('client ' || n)::uuid, 'Client ' || n, format('client%s@example.test', n),
       (array['DE', 'FR', 'RS', null])[n % 4 + 1], (array['en', 'de', 'sr'])[n % 3 + 1],
       case n % 4 when 0 then '{}' else array['lead', E'a "b", c\\', pg_temp.odd_text(n)] end,
       jsonb_build_object('source', 'web', 'odd', pg_temp.odd_text(n), 'visits', n),
       pg_temp.odd_text(n), timestamptz '2025-02-01 08:00+00' + n * interval '7 hours', timestamptz '2025-07-01 08:00+00'
from generate_series(1, 40) as n;
insert into public.client_contacts (client_id, kind, value, is_verified, source, created_at)
select md5('client ' || n)::uuid, k.kind,
       case k.kind when 'email' then format(' Client%s@Example.test', n) else '+49 30 ' || 100000 + n end,
       n % 2 = 0, (array['website', null, ''])[n % 3 + 1], timestamptz '2025-02-02 08:00+00' + n * interval '7 hours'
from generate_series(1, 40) as n cross join (values ('email'), ('phone')) as k (kind)
order by n, k.kind;
update public.clients as c set primary_contact_id = k.id
from public.client_contacts as k where k.client_id = c.id and k.kind = 'email';
update public.clients set merged_into = md5('client 1')::uuid, primary_contact_id = null
where id in (md5('client 39')::uuid, md5('client 40')::uuid);
insert into public.assessment_results (id, token, client_id, email, full_name, answers, section_scores, score, level, duration, created_at)
select md5('assessment ' || n)::uuid, md5('token ' || n), md5('client ' || n)::uuid, format('client%s@example.test', n),
       pg_temp.odd_text(n), jsonb_build_array(n, pg_temp.odd_text(n), null, true), array[n, null, n * 2]::smallint[],
       n * 2.45, (array['A2', 'B1', 'B2', 'C1'])[n % 4 + 1], n * interval '61.5 seconds',
       timestamptz '2025-03-01 10:00:00.123456+00' + n * interval '11 hours'
from generate_series(1, 36) as n;
insert into public.pricing_leads (id, client_id, email, phone, full_name, plan, currency, amount, order_number, message, utm, created_at)
select md5('lead ' || n)::uuid, md5('client ' || n)::uuid, format('client%s@example.test', n), '+49 30 ' || 100000 + n,
       'Client ' || n, (array['starter', 'standard', 'intensive'])[n % 3 + 1], (array['EUR', 'USD'])[n % 2 + 1], 99.5 + n,
       case n % 2 when 0 then '2025-' || lpad((n / 2)::text, 5, '0') end, pg_temp.odd_text(n + 3),
       jsonb_build_object('utm_source', (array['search', 'friend', null])[n % 3 + 1]),
       timestamptz '2025-04-01 12:00+00' + n * interval '13 hours'
from generate_series(1, 30) as n;
insert into public.invoice_order_counter (year, last_number, updated_at)
select 2000 + n, case n when 25 then 15 else n * 3 end, make_timestamptz(2000 + n, 12, 31, 23, 59, 59.5, 'UTC')
from generate_series(1, 25) as n;
insert into public.client_link_reviews (source_table, source_id, candidate_client_id, resolved_client_id, reason, score, status, evidence, created_at, resolved_at)
select case n % 2 when 0 then 'pricing_leads' else 'assessment_results' end,
       md5(case n % 2 when 0 then 'lead ' else 'assessment ' end || n)::uuid, md5('client ' || n + 1)::uuid,
       case n % 3 when 0 then md5('client ' || n)::uuid end, 'same phone, other e-mail', n / 30.0,
       (array['linked', 'pending', 'dismissed'])[n % 3 + 1], jsonb_build_object('odd', pg_temp.odd_text(n)),
       timestamptz '2025-05-01 12:00+00' + n * interval '1 hour',
       case when n % 3 <> 1 then timestamptz '2025-05-09 12:00+00' + n * interval '1 hour' end
from generate_series(1, 24) as n;

insert into public.users (id, client_id, email, full_name, role, avatar, preferences, created_at)
select md5('user ' || n)::uuid, case when n <= 20 then md5('client ' || n)::uuid end, format('student%s@example.test', n),
       pg_temp.odd_text(n), case n when 1 then 'admin' when 2 then 'tutor' else 'student' end,
       case n % 3 when 0 then decode(md5('avatar ' || n) || '00ff5c0a09', 'hex') when 1 then '' end,
       jsonb_build_object('theme', 'dark', 'note', pg_temp.odd_text(n), 'nested', jsonb_build_object('n', n)),
       timestamptz '2025-01-10 09:00+00' + n * interval '1 day'
from generate_series(1, 36) as n;
insert into public.subjects (id, code, name, colour)
select n, 'S' || n, 'Subject ' || n, (array['#aa3311', null, ''])[n % 3 + 1] from generate_series(1, 24) as n;
alter sequence public.subjects_id_seq restart with 32;
insert into public.topics (subject_id, parent_id, name, position)
select (n - 1) % 24 + 1, case when n > 24 then n - 24 end, 'Topic ' || n, n * 0.1 from generate_series(1, 48) as n;
insert into public.questions (id, topic_id, author_id, prompt, choices, correct, tags, weight, picture, is_active, created_at)
select md5('question ' || n)::uuid, n, md5('user ' || n % 2 + 1)::uuid, 'Question ' || n || ': ' || coalesce(pg_temp.odd_text(n), '?'),
       jsonb_build_object('a', n, 'b', pg_temp.odd_text(n + 1)), (array['a', 'b', ''])[n % 3 + 1],
       case n % 5 when 0 then null when 1 then '{}' else array['x,y', '{z}', null, ''] end,
       case n when 7 then 'NaN' when 8 then '-Infinity' when 9 then 1e-300 else n / 3.0 end,
       case n % 4 when 0 then decode(repeat(md5(n::text), 4), 'hex') end, n % 6 <> 0,
       case n when 5 then '-infinity' when 6 then '0044-03-15 12:00+00 BC' else timestamptz '2025-01-20 09:00+00' + n * interval '1 day' end
from generate_series(1, 48) as n;
insert into public.question_reports (question_id, reported_by, client_id, comment, status, created_at)
select md5('question ' || n)::uuid, md5('user ' || n)::uuid, case when n % 2 = 0 then md5('client ' || n)::uuid end,
       coalesce(pg_temp.odd_text(n), 'no text'), (array['open', 'fixed', 'rejected'])[n % 3 + 1], timestamptz '2025-06-01 09:00+00' + n * interval '1 hour'
from generate_series(1, 30) as n;
insert into public.test_templates (id, name, description, created_by, valid, is_active, updated_at)
select md5('template ' || n)::uuid, 'Template ' || n, pg_temp.odd_text(n), md5('user 1')::uuid,
       case n % 3 when 0 then 'empty' when 1 then daterange('2025-01-01', null) else daterange('2025-01-01', '2025-01-01'::date + n) end,
       n % 4 <> 0, timestamptz '2025-02-10 09:00+00'
from generate_series(1, 24) as n;
insert into public.test_sections (subject_id, name, time_limit)
select n, 'Section ' || n, case n % 4 when 0 then null else n * interval '2 minutes' end from generate_series(1, 24) as n;
insert into public.template_sections (template_id, section_id, position)
select md5('template ' || n)::uuid, (n + p) % 24 + 1, p from generate_series(1, 24) as n cross join generate_series(1, 2) as p;
insert into public.test_attempts (id, user_id, template_id, assessment_id, score, started_at, finished_at)
select md5('attempt ' || n)::uuid, md5('user ' || n)::uuid, md5('template ' || (n - 1) % 24 + 1)::uuid,
       case when n % 3 = 0 then md5('assessment ' || n)::uuid end, case when n % 2 = 0 then n * 1.125 end,
       timestamptz '2025-03-01 09:00+00' + n * interval '5 hours', case when n % 2 = 0 then timestamptz 'infinity' end
from generate_series(1, 30) as n;
insert into public.attempt_sections (id, attempt_id, section_id, seconds_left)
select md5(format('attempt section %s %s', n, p))::uuid, md5('attempt ' || n)::uuid, (n + p) % 24 + 1, case p when 1 then null else n * 10 end
from generate_series(1, 30) as n cross join generate_series(1, 2) as p;
update public.test_attempts as a set current_section_id = s.id
from public.attempt_sections as s where s.attempt_id = a.id and s.seconds_left is not null and a.finished_at is null;
insert into public.attempt_questions (attempt_section_id, question_id, answer, is_correct, seconds)
select md5(format('attempt section %s 1', n))::uuid, md5('question ' || n + q)::uuid, pg_temp.odd_text(n + q),
       (array[true, false, null])[n % 3 + 1], n * q
from generate_series(1, 30) as n cross join generate_series(1, 2) as q order by n, q;
insert into public.practice_sessions (id, user_id, topic_id, goal, device, started_at)
select md5('session ' || n)::uuid, md5('user ' || n)::uuid, case when n % 5 <> 0 then n end, n,
       case n % 2 when 0 then inet '192.0.2.0' + n else inet '2001:db8::1' end, timestamptz '2025-05-01 18:00+00' + n * interval '9 hours'
from generate_series(1, 30) as n;
insert into public.practice_answers (session_id, question_id, answer, trail, payload, answered_at)
select md5('session ' || n)::uuid, md5('question ' || n + q)::uuid, pg_temp.odd_text(n + q), array[n, null, q],
       case when q = 2 then 'null' when n % 3 <> 0 then jsonb_build_object('text', pg_temp.odd_text(n), 'n', 1.50) end,
       timestamptz '2025-05-01 18:30+00' + n * interval '9 hours'
from generate_series(1, 30) as n cross join generate_series(1, 2) as q order by n, q;
insert into public.student_progress (user_id, topic_id, mastery, streak, last_seen)
select md5('user ' || n)::uuid, n, n / 36.0, n % 7, case when n % 4 <> 0 then date '2025-06-01' + n end from generate_series(1, 36) as n;

drop function pg_temp.odd_text(integer);

-- Triggers --------------------------------------------------------------------

create trigger trg_crm_assign_client_assessment before insert on public.assessment_results
  for each row execute function public.trg_crm_assign_client_assessment();
create trigger trg_assign_invoice_order_number before insert on public.pricing_leads
  for each row execute function public.assign_invoice_order_number();
create trigger trg_crm_assign_client_pricing_leads before insert on public.pricing_leads
  for each row execute function public.trg_crm_assign_client_pricing_leads();
create trigger test_templates_updated_at before update on public.test_templates
  for each row execute function public.update_test_templates_updated_at();

-- PostgREST hears of every change of the schema.
create or replace function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql as $$
begin
  notify pgrst, 'reload schema';
end
$$;
do $$
begin
  if not exists (select from pg_event_trigger where evtname = 'pgrst_ddl_watch') then
    create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
  end if;
end
$$;

commit;

set session authorization postgres;
