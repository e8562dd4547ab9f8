import type { Platform } from './platform.js';

/** Supabase's own schemas and extensions (supabase/cli: its list of managed schemas). */
export const supabase: Platform = {
  name: 'supabase',
  schemas:
    '_analytics _realtime _supavisor auth cron etl extensions graphql graphql_public net pgbouncer pgmq pgmq_public pgsodium pgsodium_masks pgtle realtime storage supabase_functions supabase_migrations vault'.split(
      ' ',
    ),
  objects: {
    extension: ['pg_graphql', 'pg_stat_statements', 'pgsodium', 'supabase_vault', 'wrappers'],
    publication: ['supabase_realtime', 'supabase_realtime_messages_publication'],
    event_trigger: [
      'pgrst_ddl_watch',
      'pgrst_drop_watch',
      'issue_pg_graphql_access',
      'issue_graphql_placeholder',
      'issue_pg_cron_access',
      'issue_pg_net_access',
    ],
    default_privileges: ['postgres', 'supabase_admin'].flatMap((role) =>
      ['tables', 'sequences', 'functions'].map((type) => `public.${role} on ${type}`),
    ),
  },
  exposed: ['anon', 'authenticated'],
  searchPath: ['extensions'],
};
