import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

// The runner is TypeScript, as the tests are: Vite, which runs those, loads it.
const server = await createServer({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, watch: null, ws: false },
});
const [which, ...rest] = process.argv.slice(2);
const undo = which === 'undo';
const { main } = await server.ssrLoadModule(undo ? '/test/corpus/undo/main.ts' : '/test/corpus/main.ts');
const code = await main(undo ? rest : process.argv.slice(2));
await server.close();
process.exit(code);
