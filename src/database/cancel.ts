import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Target } from './target.js';

/** What the server handed out at start-up for cancelling: BackendKeyData. */
export interface BackendKey {
  readonly pid: number;
  readonly secret: number;
}

const CANCEL_REQUEST = 80877102;
const SSL_REQUEST = 80877103;
/** Milliseconds; a cancel request that takes longer has no use any more. */
const PATIENCE = 5000;

/**
 * Sends a CancelRequest over a connection of its own, encrypted where the session is. It reaches the right backend through
 * a transaction pooler too, which pg_cancel_backend would not. Resolves once the server has taken it; never rejects.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function sendCancel(target: Target, ssl: ConnectionOptions | false, key: BackendKey): Promise<void> {
  return new Promise((resolve) => {
    const socket = target.host.startsWith('/')
      ? connect(`${target.host}/.s.PGSQL.${target.port}`)
      : connect(target.port, target.host);
    socket.setTimeout(PATIENCE, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.once('connect', () => {
      if (ssl === false) socket.end(cancelRequest(key));
      else encrypted(socket, target, ssl, cancelRequest(key));
    });
    socket.resume();
  });
}

function encrypted(socket: Socket, target: Target, ssl: ConnectionOptions, request: Buffer): void {
  socket.once('data', (answer) => {
    if (answer.toString() !== 'S') {
      socket.destroy();
      return;
    }
    const tls = connectTls({ ...ssl, socket, host: target.host }, () => tls.end(request));
    tls.on('error', () => socket.destroy());
    tls.resume();
  });
  socket.write(words(8, SSL_REQUEST));
}

function cancelRequest(key: BackendKey): Buffer {
  return words(16, CANCEL_REQUEST, key.pid, key.secret);
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeInt32BE(value | 0, at * 4);
  return bytes;
}
