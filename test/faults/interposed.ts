import type { Session } from '../../src/database/index.js';

/** 1 (the default) tries every fault; n every n-th. */
export const EVERY = Number(process.env.RECONCILE_FAULTS_EVERY ?? 1);

/** Numbers from 1 on, every `step`-th and the last. */
export const every = (length: number, step = EVERY): number[] =>
  Array.from({ length }, (_, index) => index + 1).filter((at) => at % step === 0 || at === length);

/** A session with something done right before its `at`-th statement. */
export function interposed(
  session: Session,
  at: number,
  fault: (session: Session) => Promise<void>,
  onCall: (sql: string) => void = () => undefined,
): Session {
  let calls = 0;
  const before = async (sql: string): Promise<void> => {
    calls++;
    onCall(sql);
    if (calls === at) await fault(session);
  };
  return {
    ...session,
    get broken() {
      return session.broken;
    },
    query: async (sql, parameters) => {
      await before(sql);
      return session.query(sql, parameters);
    },
    run: async (sql) => {
      await before(sql);
      return session.run(sql);
    },
    copyOut: async function* (sql) {
      await before(sql);
      yield* session.copyOut(sql);
    },
  };
}
