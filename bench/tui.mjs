// How long a key takes, from the press to its frame, and how much memory the view takes, on a plan of 5,000 changes.
// Fails where more than 5 of 100 keys take longer than 50 ms of work each (what other programs do meanwhile is not counted),
// or the process takes more than 300 MB.
// Run after `npm run build`: node bench/tui.mjs [changes]
import { EventEmitter, once } from 'node:events';
import { PassThrough } from 'node:stream';

process.env.NODE_ENV ??= 'production';
delete process.env.CI;
delete process.env.CONTINUOUS_INTEGRATION;
const { showPlan } = await import('../dist/tui/show.js');

const MOST_MS = 50;
const MOST_MB = 300;
const count = Number(process.argv[2] ?? 5000);

const steps = Array.from({ length: count }, (_, index) => {
  const table = `t${String(Math.floor(index / 4)).padStart(4, '0')}`;
  return {
    id: `alter policy ${index}`,
    action: index % 9 === 0 ? 'drop' : 'alter',
    object: { kind: 'policy', schema: `s${index % 8}`, table, name: `policy ${index}` },
    role: 'owner',
    sql: [
      `alter policy "policy ${index}" on s${index % 8}.${table}\n  using (owner_id = (select auth.uid()))`,
    ],
    takes: [],
    locks: [{ mode: 'ACCESS EXCLUSIVE', on: `s${index % 8}.${table}` }],
    rewrite: false,
    destructive: false,
    hazards:
      index % 3 === 0 ? [{ kind: 'widens_access', message: `policy ${index} lets more rows through` }] : [],
    reason: { file: 'state/app/tables.yaml', line: index + 1 },
  };
});
const plan = {
  version: 1,
  environment: 'bench',
  fingerprint: '',
  summary: { create: 0, alter: count, replace: 0, rename: 0, drop: 0, park: 0, rows: 0 },
  accounted: {},
  refusals: [],
  steps,
  unlisted: [],
  diagnostics: [],
};
const define = ({ name }) => ({
  before: `create policy "${name}" on t using (owner_id = auth.uid())`,
  after: `create policy "${name}" on t using (owner_id = (select auth.uid()))`,
});

const frames = new EventEmitter();
const stdout = Object.assign(new EventEmitter(), {
  columns: 120,
  rows: 40,
  isTTY: true,
  write(text, done) {
    if (text.includes('\n')) frames.emit('frame');
    if (done) setImmediate(done);
    return true;
  },
});
const stdin = Object.assign(new PassThrough(), {
  isTTY: true,
  setRawMode: () => stdin,
  ref: () => stdin,
  unref: () => stdin,
});

const drawn = once(frames, 'frame');
const opened = performance.now();
const shown = showPlan({ plan, define, color: true }, { stdin, stdout });
await drawn;
const first = performance.now() - opened;

const repeat = (key, times) => Array.from({ length: times }, () => key);
const keys = [
  'e',
  ...repeat('j', 60),
  ...repeat('\u001b[6~', 60),
  ...repeat('\u001b[5~', 20),
  ...['G', 'g', 'n', 'n', 'N', 'G', 'c', 'G', '\u001b[C', 'e'],
  '/',
  ...'policy 4999',
  '\u001b[A',
  '\u001b[B',
  '\r',
  ...repeat('k', 10),
  'a',
  'a',
  '!',
  '?',
  '?',
];
const times = [];
for (const key of keys) {
  // Ink draws at most 60 frames a second: a key that comes sooner than that would wait for its turn.
  await new Promise((done) => setTimeout(done, 20));
  const from = performance.now();
  const worked = process.cpuUsage();
  const next = once(frames, 'frame');
  stdin.write(key);
  // A key that changes nothing, at an end of the list, draws nothing.
  const came = await Promise.race([
    next.then(() => true),
    new Promise((done) => setTimeout(() => done(false), 1000)),
  ]);
  if (came) {
    const { user, system } = process.cpuUsage(worked);
    times.push({ key, wall: performance.now() - from, ms: (user + system) / 1000 });
  }
}
const memory = process.resourceUsage().maxRSS / 1000;
stdin.write('q');
await shown;

const at = (share, what) => {
  const sorted = times.map((one) => one[what]).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
const slowest = times.reduce((a, b) => (b.ms > a.ms ? b : a));
console.log(
  `${count} changes: first frame ${first.toFixed(0)} ms; ${times.length} keys, each from the press to its frame: ` +
    `median ${at(0.5, 'wall').toFixed(1)} ms (${at(0.5, 'ms').toFixed(1)} ms of work), ` +
    `95% within ${at(0.95, 'wall').toFixed(1)} ms (${at(0.95, 'ms').toFixed(1)} ms of work), ` +
    `most work ${slowest.ms.toFixed(1)} ms (${JSON.stringify(slowest.key)}); ${memory.toFixed(0)} MB at most`,
);
process.exit(at(0.95, 'ms') > MOST_MS || memory > MOST_MB ? 1 : 0);
