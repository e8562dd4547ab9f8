// Memory and throughput of a backup: a small and a large table, each in a process of its own, against psql's COPY … TO
// before and after it in the same run, several times (medians count). Needs psql, a built dist/, and a server to which a superuser connects:
//   node bench/backup.mjs postgresql://postgres@127.0.0.1:5432/postgres [megabytes of the large table, default 1000]
// Ratios only count on an otherwise idle machine. RSS is the highest that a round saw, in MB.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Odd. */
const ROUNDS = 5;
const [url, second, table] = process.argv.slice(2);
if (url === undefined) {
  console.error('give the URL of a server');
  process.exit(1);
}
if (second === 'child') await child(url, table);
else parent(url, Number(second ?? 1000));

/** Rows of about 250 bytes of text that compresses like text does: ids, times, words, hashes. */
function make(name, megabytes) {
  const rows = Math.round((megabytes * 1e6) / 250);
  return `drop table if exists public.${name}; create unlogged table public.${name} as select i as id, now() as at,
    md5(i::text) as hash, repeat('lorem ipsum ' || (i % 97) || ' ', 10) as words from generate_series(1, ${rows}) i`;
}

function psql(target, sql, out) {
  const started = performance.now();
  const to = out === undefined ? 'ignore' : openSync(out, 'w');
  const { status, stderr } = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql, target], {
    stdio: ['ignore', to, 'pipe'],
    encoding: 'utf8',
  });
  if (out !== undefined) closeSync(to);
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - started) / 1000;
}

function parent(target, large) {
  const dir = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
  try {
    const results = {};
    for (const [name, megabytes] of [
      ['bench_small', 10],
      ['bench_large', large],
    ]) {
      psql(target, make(name, megabytes));
      const copy = () => psql(target, `copy public.${name} to stdout`, join(dir, 'psql'));
      copy();
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = copy();
        const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url), target, 'child', name], {
          encoding: 'utf8',
        });
        if (run.status !== 0) throw new Error(run.stderr);
        const own = JSON.parse(run.stdout);
        rounds.push({ ...own, psql: (before + copy()) / 2 });
      }
      const median = (of) => rounds.map(of).sort((x, y) => x - y)[ROUNDS >> 1];
      const ratio = median(({ psql: theirs, seconds }) => theirs / seconds);
      results[name] = { rounds, ratio, rss: median(({ rss }) => rss) };
      psql(target, `drop table public.${name}`);
    }
    const { bench_small: a, bench_large: b } = results;
    const growth = b.rss - a.rss;
    console.log(JSON.stringify(results, null, 2));
    console.log(`throughput: ${(b.ratio * 100).toFixed(0)} % of psql's COPY … TO (70 % wanted)`);
    console.log(`memory: ${growth.toFixed(0)} MB more for ${large} MB than for 10 MB (50 MB at most wanted)`);
    if (b.ratio < 0.7 || growth > 50) process.exitCode = 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function child(target, name) {
  const { connectServer } = await import('../dist/database/index.js');
  const { newId, takeBackup } = await import('../dist/backup/index.js');
  const dir = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
  const session = await connectServer(target);
  let rss = 0;
  const timer = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 100);
  try {
    const [row] = await session.query('select $1::regclass::oid as oid', [`public.${name}`]);
    const relation = {
      key: `table public.${name}`,
      id: { kind: 'table', schema: 'public', table: null, name, arguments: null },
      address: { catalog: 'pg_class', oid: row.oid, sub: 0 },
    };
    const live = { version: session.version, objects: new Map(), roles: new Map(), settings: {} };
    const result = {
      live,
      expected: new Map(),
      losses: [{ stepId: '1', relation, columns: null, kind: 'table' }],
    };
    await session.run('begin');
    await session.run(`lock table public.${name}`);
    const spent = process.cpuUsage();
    const started = performance.now();
    const backup = await takeBackup(session, result, {
      place: { kind: 'folder', dir, byDefault: false },
      environment: 'bench',
      id: newId(),
      toolVersion: '0',
    });
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(spent);
    await backup.finish();
    const finished = (performance.now() - started) / 1000;
    await session.run('rollback');
    const { readFileSync } = await import('node:fs');
    const manifest = JSON.parse(readFileSync(join(backup.folder, 'manifest.json'), 'utf8'));
    const [data] = manifest.tables;
    console.log(
      JSON.stringify({
        seconds,
        finished,
        cpu: (user + system) / 1e6,
        rss: rss / 1e6,
        content: data.content_bytes / 1e6,
        file: data.bytes / 1e6,
      }),
    );
  } finally {
    clearInterval(timer);
    await session.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
