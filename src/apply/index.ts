export { apply } from './apply.js';
export { ProofError } from './blame.js';
export { jobsAffected } from './cron.js';
export { misfits } from './data.js';
export { oldHolders } from './locks.js';
export type {
  ApplyEvent,
  ApplyOptions,
  ApplyReport,
  Phase,
  TransactionGuard,
  Verification,
} from './options.js';
export { notes, preflight, refuse } from './preflight.js';
export { fingerprint, type Snapshot, takeSnapshot } from './snapshot.js';
export { StaleError } from './stale.js';
