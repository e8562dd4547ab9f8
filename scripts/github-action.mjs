// What action.yml runs: `plan` with its comment on the pull request, or `apply` of the reviewed plan file.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const env = process.env;
const environment = env.INPUT_ENVIRONMENT ?? '';
const command = env.INPUT_COMMAND || 'plan';
const directory = env.INPUT_DIRECTORY || '.';
const planFile =
  env.INPUT_PLAN_FILE ||
  join(env.RUNNER_TEMP || '.', `reconcile-${environment.replace(/[^\w-]/g, '_')}.plan.json`);
const bin = env.RECONCILE_BIN || fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** Runs reconcile; what it says on stderr, with its annotations, goes to the log. The token is not for it. */
function reconcile(args) {
  const { GITHUB_TOKEN: _, ...rest } = env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, '--dir', directory, ...args], {
      env: rest,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, out: Buffer.concat(chunks).toString('utf8') }));
  });
}

function append(file, text) {
  if (file) appendFileSync(file, text);
}

async function plan() {
  const { code, out } = await reconcile([
    ...['plan', environment, '--out', planFile, '--format', 'markdown', '--detailed-exitcode'],
  ]);
  append(env.GITHUB_STEP_SUMMARY, out);
  append(env.GITHUB_OUTPUT, `changes=${changesIn(planFile)}\nplan-file=${planFile}\n`);
  if (env.INPUT_COMMENT !== 'false' && out !== '') await comment(out, code === 0);
  return code === 2 ? 0 : code;
}

function changesIn(file) {
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).steps.length > 0;
}

async function apply() {
  const destructive = env.INPUT_ALLOW_DESTRUCTIVE === 'true' ? ['--allow-destructive'] : [];
  const reviewed = env.INPUT_PLAN_FILE ? ['--plan', planFile] : [];
  const { code, out } = await reconcile(['apply', environment, '--yes', ...destructive, ...reviewed]);
  // A log obeys lines that look like commands, and the plan holds the user's own text: it goes to the summary.
  const fence = '`'.repeat(Math.max(3, ...(out.match(/`+/g) ?? []).map((run) => run.length + 1)));
  append(env.GITHUB_STEP_SUMMARY, `${fence}text\n${out.slice(-900_000)}\n${fence}\n`);
  console.log(
    code === 0 ? 'applied: see the summary' : 'not applied: see above, and the plan in the summary',
  );
  return code;
}

/** The comment of an earlier run is brought up to date; where there is nothing to do and none to update, none is made. */
async function comment(body, quiet) {
  const number = pullRequest();
  if (number === null) return;
  const marker = body.split('\n', 1)[0];
  const base = `${env.GITHUB_API_URL || 'https://api.github.com'}/repos/${env.GITHUB_REPOSITORY}/issues`;
  try {
    const earlier = await find(`${base}/${number}/comments`, marker);
    if (earlier !== null) await github('PATCH', `${base}/comments/${earlier}`, { body });
    else if (!quiet) await github('POST', `${base}/${number}/comments`, { body });
  } catch (error) {
    // A pull request from a fork may not write: the summary has the plan all the same.
    console.error(
      `::notice title=reconcile::the comment could not be written: ${String(error.message).replace(/\s+/g, ' ')}`,
    );
  }
}

function pullRequest() {
  if (!env.GITHUB_EVENT_PATH || !existsSync(env.GITHUB_EVENT_PATH)) return null;
  return JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')).pull_request?.number ?? null;
}

/** Only a bot's own comment: anybody can write the marker into theirs. */
async function find(url, marker) {
  for (let page = 1; page <= 20; page += 1) {
    const comments = await github('GET', `${url}?per_page=100&page=${page}`);
    const own = comments.find(
      ({ body, user }) => user?.type === 'Bot' && body?.split(/\r?\n/, 1)[0] === marker,
    );
    if (own !== undefined) return own.id;
    if (comments.length < 100) return null;
  }
  return null;
}

async function github(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${env.GITHUB_TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`GitHub answers ${response.status} to ${method}`);
  return response.json();
}

if (environment === '' || !['plan', 'apply'].includes(command)) {
  console.error('::error title=reconcile::give the input environment, and as command plan or apply');
  process.exitCode = 1;
} else {
  process.exitCode = await (command === 'plan' ? plan() : apply());
}
