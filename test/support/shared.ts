import { inject } from 'vitest';
import type { Major } from './binaries.js';
import { type ServerChoice, serverUrl, type TestServer } from './server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's servers are to be had, see setup.ts. */
    serverDesk: string;
  }
}

/** One of the run's servers: started when first asked for, shared by all tests, stopped at the end of the run. */
export async function sharedServer(major: Major, choice: ServerChoice = {}): Promise<TestServer> {
  const answer = await fetch(inject('serverDesk'), {
    method: 'POST',
    body: JSON.stringify({ major, choice }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  const port = Number(text);
  const superuser = choice.superuser ?? 'postgres';
  return {
    major,
    port,
    superuser,
    url: (database = 'postgres', user = superuser) => serverUrl(port, database, user),
    stop: () => Promise.resolve(),
  };
}
