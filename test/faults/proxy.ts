import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';

export type Direction = 'client' | 'server';

/** What happens to the first connection that sends a message with `from` in it. */
export interface Trap {
  /** Counting begins with this text in a message of the client's. Default: with the connection. */
  readonly from?: string;
  readonly direction: Direction;
  /** The message that does not arrive, from 1. */
  readonly at: number;
  /** Called before the line is cut. */
  readonly before?: () => Promise<void> | void;
}

export interface Seen {
  /** Types of the messages, one letter each; `?` for the first of the client's, which has none. */
  readonly client: string;
  readonly server: string;
}

export interface Wire {
  readonly port: number;
  /** Sets (or takes away) the trap, and forgets what was seen. */
  set(trap: Trap | null): void;
  /** Messages of the trapped connection; without a trap, of the first one. */
  seen(): Seen;
  /** Whether the trap was sprung, and the server had said before that a transaction is open. */
  sprung(): { readonly open: boolean } | null;
  close(): Promise<void>;
}

/** A line to a server that can be cut at any message of either side (https://www.postgresql.org/docs/current/protocol.html). */
export async function startProxy(serverPort: number): Promise<Wire> {
  const state: State = { trap: null, client: '', server: '', sprung: null, owner: null };
  const sockets = new Set<Socket>();
  const listener: Server = createServer({ noDelay: true }, (client) => {
    const server = dial({ port: serverPort, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
    }
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
    const line = { open: false };
    const cut = (): void => {
      client.destroy();
      server.destroy();
    };
    relay(client, server, 'client', state, line, cut);
    relay(server, client, 'server', state, line, cut);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    set: (trap) => Object.assign(state, { trap, client: '', server: '', sprung: null, owner: null }),
    seen: () => ({ client: state.client, server: state.server }),
    sprung: () => state.sprung,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}

interface Line {
  /** As ReadyForQuery said last. */
  open: boolean;
}

interface State {
  trap: Trap | null;
  client: string;
  server: string;
  sprung: { open: boolean } | null;
  /** The connection that is counted. */
  owner: Line | null;
}

function relay(
  from: Socket,
  to: Socket,
  direction: Direction,
  state: State,
  line: Line,
  cut: () => void,
): void {
  let rest: Buffer = Buffer.alloc(0);
  let first = direction === 'client';
  let work = Promise.resolve();
  const pass = async (message: Buffer, type: string): Promise<void> => {
    if (type === 'Z' && direction === 'server') line.open = message[5] !== 73;
    const trap = state.trap;
    const begins = trap?.from === undefined || (direction === 'client' && message.includes(trap.from));
    if (state.sprung === null && state.owner === null && begins) {
      Object.assign(state, { owner: line, client: '', server: '' });
    }
    if (state.owner === line) {
      state[direction] += type;
      if (
        trap !== null &&
        direction === trap.direction &&
        state[direction].length === trap.at &&
        state.sprung === null
      ) {
        state.sprung = { open: line.open };
        await trap.before?.();
        cut();
        return;
      }
    }
    if (!to.destroyed) to.write(message);
  };
  from.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = first ? 0 : 1;
      if (rest.length < head + 4) return;
      const size = head + rest.readInt32BE(head);
      if (rest.length < size) return;
      const message = rest.subarray(0, size);
      const type = first ? '?' : String.fromCharCode(message[0] ?? 0);
      rest = rest.subarray(size);
      first = false;
      work = work.then(() => pass(message, type)).catch(cut);
    }
  });
}
