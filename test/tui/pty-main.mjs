// Shows a made plan in whatever terminal it is run in: node pty-main.mjs DIST [fail]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , dist, mode] = process.argv;
if (process.env.PID_FILE !== undefined) writeFileSync(process.env.PID_FILE, String(process.pid));
const { showPlan } = await import(pathToFileURL(join(dist, 'tui/show.js')).href);

const steps = ['a', 'b', 'c'].map((name) => ({
  id: `alter ${name}`,
  action: 'alter',
  object: { kind: 'view', schema: 'public', name },
  role: null,
  sql: [`create or replace view public.${name} as select 2`],
  takes: [],
  locks: [],
  rewrite: false,
  destructive: false,
  hazards: [],
  reason: null,
}));
const plan = {
  version: 1,
  environment: 'prod',
  fingerprint: '',
  summary: { create: 0, alter: 3, replace: 0, rename: 0, drop: 0, park: 0, rows: 0 },
  accounted: {},
  refusals: [],
  steps,
  unlisted: [],
  diagnostics: [],
};
const define = () => {
  // Not where the screen is drawn: elsewhere, while it is shown.
  if (mode === 'fail')
    setImmediate(() => {
      throw new Error('elsewhere');
    });
  return { before: 'select 1 from t', after: 'select 2 from t' };
};

process.on('uncaughtException', (error) => {
  process.stderr.write(`failed: ${error.message}\n`);
  process.exit(1);
});
console.log('before');
await showPlan({ plan, define, color: (process.env.NO_COLOR ?? '') === '' });
console.log('after');
process.exit(0);
