export interface Membership {
  [key: string]: string | boolean;
  role: string;
  admin: boolean;
  inherit: boolean;
  set: boolean;
}

/** What anybody with CREATEROLE may set. Passwords are left alone. */
export interface RoleAttributes {
  login: boolean;
  inherit: boolean;
  createDb: boolean;
  createRole: boolean;
  /** Which of superuser, replication and bypassrls it is: only superusers set those, and no plan does. */
  superuserFlags: string[];
  /** -1: no limit. */
  connectionLimit: number;
  /** ISO 8601 in UTC, or `infinity`; `null`: for ever. */
  validUntil: string | null;
  /** `name=value`, sorted: for every database, and for this one. */
  settings: string[];
  databaseSettings: string[];
  /** Roles that it is a direct member of, sorted; who granted it is left alone. */
  memberOf: Membership[];
}

/** What CREATE ROLE makes of nothing but a name. */
export const FRESH: RoleAttributes = {
  login: false,
  inherit: true,
  createDb: false,
  createRole: false,
  superuserFlags: [],
  connectionLimit: -1,
  validUntil: null,
  settings: [],
  databaseSettings: [],
  memberOf: [],
};
