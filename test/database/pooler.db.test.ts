import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectServer } from '../../src/database/index.js';
import { applyPlanned, type Project, planEnvironment } from '../../src/reconcile.js';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';
import { listening, message } from './pooler.js';

/** What a transaction pooler takes of a start-up message: PgBouncer passes the encoding on and refuses the rest. */
const TAKEN = new Set(['user', 'database', 'client_encoding']);
const SSL_REQUEST = 80877103;
const CANCEL_REQUEST = 80877102;

interface Pooler {
  readonly port: number;
  /** Names of the options that were refused. */
  readonly refused: string[];
  close(): Promise<void>;
}

/** A line to a server that refuses connections with further start-up options, as poolers do. */
async function startPooler(serverPort: number): Promise<Pooler> {
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const listener = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.on('data', function first(bytes: Buffer) {
      const code = bytes.readInt32BE(4);
      if (code === SSL_REQUEST) {
        client.write('N');
        return;
      }
      client.removeListener('data', first);
      const words = bytes.subarray(8).toString().split('\0');
      const names = words.filter((_, at) => at % 2 === 0 && words[at] !== '');
      const unknown = code === CANCEL_REQUEST ? undefined : names.find((name) => !TAKEN.has(name));
      if (unknown !== undefined) {
        refused.push(unknown);
        client.end(fatal(`unsupported startup parameter: ${unknown}`));
        return;
      }
      const server = connect(serverPort, '127.0.0.1');
      sockets.add(server);
      server.on('error', () => client.destroy());
      server.write(bytes);
      client.pipe(server).pipe(client);
    });
  });
  return {
    port: await listening(listener),
    refused,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

const fatal = (text: string): Buffer => message('E', Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${text}\0\0`));

it('plans, applies and backs up through a pooler that refuses start-up options', {
  timeout: 240_000,
}, async () => {
  const server = await sharedServer(majors().includes(15) ? 15 : (majors()[0] ?? 17));
  const pooler = await startPooler(server.port);
  const dir = mkdtempSync(join(tmpdir(), 'reconcile-pooler-'));
  try {
    await withDatabase(server, async (url) => {
      await runOn(url, 'create table public.t (id int primary key); insert into public.t values (1)');
      mkdirSync(join(dir, 'environments'));
      mkdirSync(join(dir, 'state', 'one'), { recursive: true });
      writeFileSync(
        join(dir, 'environments', 'one.yaml'),
        'environment: one\ndatabase: { url: "${POOLER_URL}" }\nschemas: [public]\nstate: [one]\nscratch: server\nunlisted: drop\nguard: { destructive: allow }\n',
      );
      writeFileSync(join(dir, 'state', 'one', 'all.sql'), 'create table public.u (id int primary key);');
      const through = url.replace(`:${server.port}/`, `:${pooler.port}/`);
      const project: Project = { dir, name: 'one', env: { POOLER_URL: through }, forApply: true };
      const planned = await planEnvironment(project);
      const report = await applyPlanned(planned, project).finally(() => planned.close());
      expect(report).toMatchObject({ steps: 3, backup: { tables: 1, rows: 1 } });
      expect(pooler.refused).toEqual([]);

      const asked = `${through}&options=${encodeURIComponent('-c geqo=off')}`;
      await expect(connectServer(asked)).rejects.toThrow('unsupported startup parameter: options');
      expect(pooler.refused).toEqual(['options']);
    });
  } finally {
    await pooler.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
