// Runs victim.ts in a process of its own: node run-victim.mjs FOLDER
import { createViteServer } from 'vitest/node';

const vite = await createViteServer({
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: 'custom',
  logLevel: 'error',
});
const { applyProject } = await vite.ssrLoadModule('/test/faults/victim.ts');
await applyProject(process.argv[2]);
await vite.close();
