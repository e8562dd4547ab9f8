/** The plan as it is written to a file: the shapes of schemas/plan.schema.json (CONTRACT: same inputs, same bytes). */
export type Action = 'create' | 'alter' | 'replace' | 'rename' | 'drop' | 'park' | 'rows';

export interface PlanObject {
  kind: string;
  schema: string | null;
  name: string;
  /** The relation it is a part of. */
  table?: string;
  /** A routine's input argument types. */
  arguments?: string;
}
export interface Lock {
  /** As pg_locks spells it without the suffix: `ACCESS EXCLUSIVE`, `SHARE ROW EXCLUSIVE`, … */
  mode: string;
  /** `schema.relation`. */
  on: string;
}
export interface Hazard {
  kind: string;
  message: string;
}
export interface Step {
  id: string;
  action: Action;
  object: PlanObject;
  /** The role the step runs as; `null`: the connecting role. */
  role: string | null;
  sql: string[];
  takes: PlanObject[];
  locks: Lock[];
  rewrite: boolean;
  destructive: boolean;
  hazards: Hazard[];
  reason: { file: string; line: number } | null;
  /** When it runs, where that is not in the one transaction. */
  segment?: 'before' | 'after';
  /** Only outside the one transaction: it has none at all, and its one statement is sent by itself. */
  alone?: true;
}
export interface Diagnostic {
  level: 'info' | 'warning' | 'error';
  code: string;
  message: string;
  file?: string;
  line?: number;
  column?: number;
  object?: PlanObject;
}
export interface Refusal {
  code: string;
  message: string;
  object?: PlanObject;
  hint?: string;
}
export interface Accounted {
  declared: number;
  kept: number;
  dropped: number;
  platform: number;
  extension: number;
  unlisted: number;
  unmanaged: number;
}
/** How far a role gets with one privilege. */
export interface Right {
  level: 'none' | 'some' | 'all';
  /** Only these columns. Sorted. */
  columns?: string[];
  /** Only the rows that any of these policies lets through. Sorted. */
  policies?: string[];
  /** Only the rows that all of these restrictive policies leave. Sorted. */
  restrictive?: string[];
}
export interface RoleAccess {
  /** `PUBLIC` for everybody. */
  role: string;
  /** By privilege, in the manual's spelling; what is absent is `none`. */
  before: Record<string, Right>;
  after: Record<string, Right>;
  /** Privileges whose reach differs, also by another definition of the same policies. */
  changed: string[];
  /** Those of them that certainly reach what they did not reach before. */
  widened: string[];
}
/** The role whose rights an object acts with; `null`: the caller's. */
export interface ActsAs {
  before: string | null;
  after: string | null;
}
/** Who can do what with an object, where the plan changes that. */
export interface AccessChange {
  object: PlanObject;
  /** Only where it changes. */
  acts_as?: ActsAs;
  roles: RoleAccess[];
}
export interface Plan {
  version: 1;
  environment: string;
  /** sha256 over what was read and what is wanted: a plan file applies only while it is the same. */
  fingerprint: string;
  summary: Record<Action, number>;
  accounted: Record<string, Accounted>;
  refusals: Refusal[];
  steps: Step[];
  unlisted: { kind: string; schema: string | null; name: string; table?: string; arguments?: string }[];
  /** Effective access of roles that are no superusers, where it changes: absent where it does not. */
  access?: AccessChange[];
  diagnostics: Diagnostic[];
}
