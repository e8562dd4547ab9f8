// Runs pg_dump (WASM) in a thread of its own. What it writes to its socket goes to the parent, and the thread sleeps until
// the parent has the whole answer, because pg_dump reads synchronously.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';

/** pg_dump, compiled by the first dump: without it every dump compiles and optimises it anew. */
let compiled = null;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (source, imports) => {
  if (compiled !== null) return { module: compiled, instance: await instantiate(compiled, imports) };
  const made = await instantiate(source, imports);
  compiled = made.module;
  return made;
};

const flag = new Int32Array(workerData.flag);
const { port } = workerData;

let asked = 0;

/** Answers bear their question's number: one that came late for an earlier one is not taken for this one's. */
function exchange(bytes) {
  asked += 1;
  Atomics.store(flag, 0, 0);
  port.postMessage({ number: asked, bytes: bytes.slice() });
  for (;;) {
    Atomics.wait(flag, 0, 0);
    const answer = receiveMessageOnPort(port)?.message;
    if (answer?.number === asked) return answer.bytes;
  }
}

/** The part of PGlite that pg_dump needs. */
const database = {
  query: async () => ({ rows: [{ search_path: '' }] }),
  exec: async () => [],
  execProtocolRawStream: async (bytes, { onRawData }) => {
    const answer = exchange(bytes);
    if (answer.length > 0) onRawData(answer);
  },
};

parentPort.on('message', async (args) => {
  try {
    const file = await pgDump({ pg: database, args });
    parentPort.postMessage({ text: await file.text() });
  } catch (error) {
    parentPort.postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
});
