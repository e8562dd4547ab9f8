import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestProject } from 'vitest/node';
import { ALL_MAJORS } from './binaries.js';
import { folderOfRun } from './in-memory.js';
import { startServer, type TestServer } from './server.js';

/**
 * One desk a run: test workers ask it for servers, so that each is started once and stopped even when tests fail. And
 * one folder for all files, gone afterwards.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = folderOfRun();
  const servers = new Map<string, Promise<TestServer>>();
  const desk = createServer((request, response) => {
    serve(servers, request).then(
      (port) => answer(response, 200, String(port)),
      (error: unknown) => answer(response, 500, error instanceof Error ? error.message : String(error)),
    );
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const address = desk.address();
  if (address === null || typeof address === 'string') throw new Error('the desk has no port');
  project.provide('serverDesk', `http://127.0.0.1:${address.port}/`);

  return async () => {
    desk.close();
    desk.closeAllConnections();
    await Promise.allSettled([...servers.values()].map(async (server) => (await server).stop()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}

async function serve(servers: Map<string, Promise<TestServer>>, request: IncomingMessage): Promise<number> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  let server = servers.get(body);
  if (server === undefined) {
    const asked = JSON.parse(body);
    const major = ALL_MAJORS.find((known) => known === asked.major);
    if (major === undefined) throw new Error(`no such major: ${asked.major}`);
    server = startServer(major, asked.choice);
    servers.set(body, server);
  }
  return (await server).port;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status).end(text);
}
