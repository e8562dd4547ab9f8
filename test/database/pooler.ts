import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/** Messages of one side, cut out of its stream (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
function onMessages(socket: Socket, take: (message: Buffer, type: string) => void, startup = false): void {
  let rest: Buffer = Buffer.alloc(0);
  let first = startup;
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = first ? 0 : 1;
      if (rest.length < head + 4) return;
      const size = head + rest.readInt32BE(head);
      if (rest.length < size) return;
      const message = rest.subarray(0, size);
      rest = rest.subarray(size);
      const type = first ? 'start' : String.fromCharCode(message[0] ?? 0);
      first = false;
      take(message, type);
    }
  });
}

/** A message of the protocol: its type, its length, its body. */
export const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
};

/** The port of a listener on this machine. */
export async function listening(listener: Server): Promise<number> {
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A connection to the server, in turn of one client and of another. */
interface Backend {
  readonly socket: Socket;
  /** ParameterStatus messages of its start. */
  readonly parameters: Buffer[];
  client: Socket | null;
}

export interface Pooler {
  readonly port: number;
  /** How often a client got a backend, and how many backends there were. */
  counts(): { given: number; backends: number };
  close(): Promise<void>;
}

/**
 * What PgBouncer and Supavisor do: keys of their own, no start-up options, and a backend for each transaction, never the
 * one that the client had before if another is there; in `session` mode for as long as the client stays. The server must
 * trust.
 */
export async function startPooler(serverPort: number, mode: 'transaction' | 'session'): Promise<Pooler> {
  const idle = new Map<string, Backend[]>();
  const sockets = new Set<Socket>();
  let [given, backends] = [0, 0];

  async function open(start: Buffer): Promise<Backend> {
    const socket = dial({ port: serverPort, host: '127.0.0.1', noDelay: true });
    sockets.add(socket);
    const backend: Backend = { socket, parameters: [], client: null };
    backends++;
    const ready = new Promise<void>((resolve, reject) => {
      let started = false;
      onMessages(socket, (one, type) => {
        if (!started && type === 'S') backend.parameters.push(one);
        if (!started && type === 'E') reject(new Error(one.toString()));
        if (started) answer(backend, start, one, type);
        else if (type === 'Z') {
          started = true;
          resolve();
        }
      });
    });
    socket.on('close', () => {
      backend.client?.destroy();
      const list = idle.get(start.toString('latin1')) ?? [];
      if (list.includes(backend)) list.splice(list.indexOf(backend), 1);
    });
    socket.write(start);
    await ready;
    return backend;
  }

  function answer(backend: Backend, start: Buffer, one: Buffer, type: string): void {
    const { client } = backend;
    const ends = type === 'Z' && one[5] === 73 && mode === 'transaction';
    // Back in the pool before its client can ask for the next.
    if (ends) release(backend, start);
    client?.write(one);
  }

  function release(backend: Backend, start: Buffer): void {
    backend.client = null;
    const name = start.toString('latin1');
    idle.set(name, [...(idle.get(name) ?? []), backend]);
  }

  /** At least two are there, and the one that waits longest is next. */
  async function take(start: Buffer, client: Socket): Promise<Backend> {
    const list = idle.get(start.toString('latin1')) ?? [];
    const backend = (list.length > 1 ? list.shift() : undefined) ?? (await open(start));
    backend.client = client;
    given++;
    return backend;
  }

  const listener: Server = createServer({ noDelay: true }, (client) => {
    sockets.add(client);
    let start: Buffer | null = null;
    let mine: Backend | null = null;
    let work = Promise.resolve();
    const begin = async (one: Buffer): Promise<void> => {
      start = one;
      const backend = await take(one, client);
      const ready = message('Z', Buffer.from('I'));
      const key = message('K', Buffer.from([0, 0, 0, 7, 0, 0, 0, 7]));
      client.write(Buffer.concat([message('R', Buffer.alloc(4)), ...backend.parameters, key, ready]));
      if (mode === 'session') mine = backend;
      else release(backend, one);
    };
    const pass = async (one: Buffer, type: string): Promise<void> => {
      if (type === 'start') {
        await begin(one);
        return;
      }
      if (start === null || type === 'X') {
        client.end();
        return;
      }
      if (mine === null || mine.client !== client) mine = await take(start, client);
      mine.socket.write(one);
    };
    onMessages(
      client,
      (one, type) => {
        work = work.then(() => pass(one, type)).catch(() => void client.destroy());
      },
      true,
    );
    // What was left open is nobody's: the server rolls it back.
    client.on('close', () => {
      if (mine?.client === client) mine.socket.destroy();
    });
  });
  return {
    port: await listening(listener),
    counts: () => ({ given, backends }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
