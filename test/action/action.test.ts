import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { freshFolder } from '../cli/folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const MARKER = '<!-- reconcile:plan prod -->';

interface Comment {
  id: number;
  body: string;
  user: { type: string };
}
interface Call {
  readonly method: string;
  readonly url: string;
  readonly token: string | undefined;
}

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

/** As much of GitHub as comments need. */
async function github(comments: Comment[], status = 200): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = [];
  const made = createServer((request, response) => {
    const { method = '', url = '' } = request;
    calls.push({ method, url, token: request.headers.authorization });
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    request.on('end', () => {
      const body: { body: string } = text === '' ? { body: '' } : JSON.parse(text);
      if (status === 200 && method === 'POST')
        comments.push({ id: comments.length + 1, body: body.body, user: { type: 'Bot' } });
      const patched = comments.find(({ id }) => method === 'PATCH' && url.endsWith(`/${id}`));
      if (patched !== undefined) patched.body = body.body;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(comments));
    });
  });
  server = made;
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
  const address = made.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, calls };
}

/** A reconcile that tells its arguments, writes the plan file and ends as it is told. */
function fakeBin(folder: string, code: number, markdown: string): string {
  const file = join(folder, 'reconcile.mjs');
  writeFileSync(
    file,
    `import { writeFileSync } from 'node:fs';
const args = process.argv.slice(2);
console.error(JSON.stringify({ args, token: process.env.GITHUB_TOKEN ?? null }));
const out = args.indexOf('--out');
if (out >= 0) writeFileSync(args[out + 1], JSON.stringify({ steps: ${code === 2 ? '[1]' : '[]'} }));
process.stdout.write(${JSON.stringify(markdown)});
process.exitCode = ${code};`,
  );
  return file;
}

interface Ran {
  readonly code: number | null;
  readonly err: string;
  readonly out: string;
  readonly folder: string;
}

async function act(
  inputs: Record<string, string>,
  api: string,
  code: number,
  markdown: string,
): Promise<Ran> {
  const folder = freshFolder();
  writeFileSync(join(folder, 'event.json'), JSON.stringify({ pull_request: { number: 7 } }));
  const child = spawn(process.execPath, [join(root, 'scripts/github-action.mjs')], {
    env: {
      PATH: process.env.PATH ?? '',
      INPUT_ENVIRONMENT: 'prod',
      GITHUB_TOKEN: 'token-of-github',
      GITHUB_REPOSITORY: 'a/b',
      GITHUB_API_URL: api,
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      GITHUB_OUTPUT: join(folder, 'output'),
      RUNNER_TEMP: folder,
      RECONCILE_BIN: fakeBin(folder, code, markdown),
      ...inputs,
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  const ended = await new Promise<number | null>((done) => child.on('close', done));
  return { code: ended, err, out, folder };
}

const argsOf = ({ err }: Ran): { args: string[]; token: string | null } =>
  JSON.parse(err.split('\n')[0] ?? '');

describe('the action', () => {
  it('plans, comments once, and brings the comment up to date', async () => {
    const comments: Comment[] = [{ id: 90, body: `${MARKER}\npasted by somebody`, user: { type: 'User' } }];
    const { url, calls } = await github(comments);
    const first = await act({}, url, 2, `${MARKER}\nfirst`);
    expect(first.code).toBe(0);
    expect(argsOf(first)).toEqual({
      args: [
        ...['--dir', '.', 'plan', 'prod', '--out', join(first.folder, 'reconcile-prod.plan.json')],
        ...['--format', 'markdown', '--detailed-exitcode'],
      ],
      token: null,
    });
    expect(readFileSync(join(first.folder, 'output'), 'utf8')).toContain('changes=true\n');
    expect(readFileSync(join(first.folder, 'summary'), 'utf8')).toBe(`${MARKER}\nfirst`);
    const second = await act({}, url, 0, `${MARKER}\nNo changes`);
    expect(readFileSync(join(second.folder, 'output'), 'utf8')).toContain('changes=false\n');
    expect(comments.map(({ body }) => body)).toEqual([
      `${MARKER}\npasted by somebody`,
      `${MARKER}\nNo changes`,
    ]);
    expect(calls.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'PATCH']);
    expect(new Set(calls.map(({ token }) => token))).toEqual(new Set(['Bearer token-of-github']));
  });

  it('makes no comment of nothing, nor where it may not', async () => {
    const comments: Comment[] = [];
    const { url, calls } = await github(comments);
    expect((await act({}, url, 0, `${MARKER}\nNo changes`)).code).toBe(0);
    expect((await act({ INPUT_COMMENT: 'false' }, url, 2, `${MARKER}\nx`)).code).toBe(0);
    expect(calls.map(({ method }) => method)).toEqual(['GET']);
    expect(comments).toEqual([]);
  });

  it('comments a refused plan and fails; a comment that may not be written is no failure', async () => {
    const comments: Comment[] = [];
    const { url } = await github(comments);
    expect((await act({}, url, 1, `${MARKER}\nrefused`)).code).toBe(1);
    expect(comments).toHaveLength(1);
    server?.close();
    const denied = await github([], 403);
    const ran = await act({}, denied.url, 2, `${MARKER}\nx`);
    expect(ran.code).toBe(0);
    expect(ran.err).toContain(
      '::notice title=reconcile::the comment could not be written: GitHub answers 403 to GET',
    );
  });

  it('applies the reviewed plan file, destructive only where that was said', async () => {
    const ran = await act(
      { INPUT_COMMAND: 'apply', INPUT_PLAN_FILE: 'p.json' },
      '',
      0,
      '::stop-commands::x\n',
    );
    expect(ran.code).toBe(0);
    expect(argsOf(ran).args).toEqual(['--dir', '.', 'apply', 'prod', '--yes', '--plan', 'p.json']);
    expect(ran.out).toBe('applied: see the summary\n');
    const more = await act({ INPUT_COMMAND: 'apply', INPUT_ALLOW_DESTRUCTIVE: 'true' }, '', 1, '');
    expect(more.code).toBe(1);
    expect(argsOf(more).args).toEqual(['--dir', '.', 'apply', 'prod', '--yes', '--allow-destructive']);
  });

  it('refuses what it does not know', async () => {
    expect((await act({ INPUT_COMMAND: 'drop' }, '', 0, '')).code).toBe(1);
    expect((await act({ INPUT_ENVIRONMENT: '' }, '', 0, '')).code).toBe(1);
  });

  it('hands every input to the script, and none to a command line', () => {
    const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
    const run = action.runs.steps.at(-1);
    expect(run.run).not.toContain('${{');
    const handed = Object.values<string>(run.env).join(' ');
    for (const name of Object.keys(action.inputs)) expect(handed).toContain(`inputs.${name} }}`);
  });
});
