// Runs victim.ts in a process of its own: node run-victim.mjs URL BACKUPS TABLE…
import { createViteServer } from 'vitest/node';

const [url, backups, ...tables] = process.argv.slice(2);
const vite = await createViteServer({
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: 'custom',
  logLevel: 'error',
});
const { applySlowly } = await vite.ssrLoadModule('/test/apply/victim.ts');
await applySlowly(url, backups, tables);
await vite.close();
