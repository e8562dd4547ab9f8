// Makes docs/tui.svg and docs/tui-apply.svg: real frames of the terminal view, from the shipped system with some changes.
// Run after `npm run build`: node scripts/pictures.mjs
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pty from '@lydell/node-pty';
import headless from '@xterm/headless';

const root = fileURLToPath(new URL('..', import.meta.url));
const SIZE = { cols: 120, rows: 34 };
const PATIENCE = 300_000;

/** What is changed in the copy: file, old text, new text. Each old text must be there. */
const EDITS = [
  [
    'state/crm/views/crm_clients_overview_v.yaml',
    'max(t.happened_at) as last_activity_at',
    "max(t.happened_at) as last_activity_at,\n         count(*) filter (where t.kind = 'contact') as contacts",
  ],
  [
    'state/crm/views/crm_clients_overview_v.yaml',
    'c.merged_into is null\n',
    'c.merged_into is null and c.primary_email is not null\n',
  ],
  [
    'state/crm/views/crm_clients_overview_v.yaml',
    'postgres: [select]',
    'postgres: [select]\n  anon: [select]',
  ],
  ['state/crm/tables/pricing_leads.yaml', '  phone: text\n', '  phone: text\n  referrer: text\n'],
  [
    'state/crm/tables/pricing_leads.yaml',
    '(client_id, created_at desc)',
    '(client_id, created_at desc, plan)',
  ],
  ['state/crm/tables/pricing_leads.yaml', "(plan <> 'free')", "(plan not in ('free', 'trial'))"],
];

const project = mkdtempSync(join(tmpdir(), 'reconcile-picture-'));
for (const name of ['environments', 'state', 'embedded'])
  cpSync(join(root, name), join(project, name), { recursive: true });
for (const [file, before, after] of EDITS) {
  const path = join(project, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not hold ${JSON.stringify(before)}`);
  writeFileSync(path, text.replace(before, after));
}
try {
  await picture('plan', 'docs/tui.svg', [
    ['q quit', '/crm_clients_overview'],
    ['/crm_clients_overview', '\r'],
    ['n next change|enter open', ''],
  ]);
  await picture('apply', 'docs/tui-apply.svg', [
    ['y apply', 'y'],
    ['Type the environment', 'pro'],
    ['pro▏', ''],
  ]);
} finally {
  rmSync(project, { recursive: true, force: true });
}

/** Runs the command in a terminal, presses keys as soon as what comes before them is seen, and draws the last frame. */
async function picture(command, file, keys) {
  const terminal = new headless.Terminal({ ...SIZE, allowProposedApi: true });
  const { PATH, HOME, TMPDIR } = process.env;
  const child = pty.spawn(process.execPath, [join(root, 'dist/cli/main.js'), command, 'prod'], {
    ...SIZE,
    cwd: project,
    env: { PATH, HOME, TMPDIR: TMPDIR ?? tmpdir(), TERM: 'xterm-256color' },
  });
  try {
    await new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`${command}: ${keys[0]?.[0]} did not come`)), PATIENCE);
      child.onData((text) =>
        terminal.write(text, () => {
          const [next] = keys;
          if (next === undefined || !new RegExp(next[0]).test(textOf(terminal))) return;
          keys.shift();
          child.write(next[1]);
          if (keys.length > 0) return;
          clearTimeout(late);
          done();
        }),
      );
    });
    writeFileSync(join(root, file), svg(terminal, `reconcile ${command} prod on a terminal`));
  } finally {
    child.kill('SIGKILL');
  }
}

function lines(terminal) {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, row) => active.getLine(active.baseY + row));
}

function textOf(terminal) {
  return lines(terminal)
    .map((line) => line.translateToString(true))
    .join('\n');
}

function svg(terminal, title) {
  const [cell, row, margin] = [8.4, 18, 14];
  const colors = { text: '#d6deeb', ground: '#0b1220' };
  const palette = ['#5c6773', '#ff7b72', '#7ee787', '#e3b341', '#79c0ff', '#d2a8ff', '#76e3ea', '#d6deeb'];
  const width = Math.ceil(terminal.cols * cell + 2 * margin);
  const height = (terminal.rows - 1) * row + 2 * margin;
  const shapes = [];
  lines(terminal).forEach((line, number) => {
    for (const run of runs(line, terminal.cols)) {
      const own = run.color === null ? colors.text : (palette[run.color % 8] ?? colors.text);
      const x = (margin + run.from * cell).toFixed(1);
      const wide = (run.cells * cell).toFixed(1);
      const y = margin + number * row;
      if (run.inverse) shapes.push(`<rect x="${x}" y="${y}" width="${wide}" height="${row}" fill="${own}"/>`);
      if (run.text.trim() === '') continue;
      const look = [
        `fill="${run.inverse ? colors.ground : own}"`,
        ...(run.bold ? ['font-weight="bold"'] : []),
        ...(run.dim ? ['opacity="0.6"'] : []),
      ].join(' ');
      const text = run.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      shapes.push(`<text x="${x}" y="${y + 13}" textLength="${wide}" ${look}>${text}</text>`);
    }
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">\n`,
    `<title>${title}</title>\n`,
    `<rect width="${width}" height="${height}" rx="8" fill="${colors.ground}"/>\n`,
    shapes.join('\n'),
    '\n</svg>\n',
  ].join('');
}

/** Cells side by side that look the same; spaces at a line's end are left out unless they are painted. */
function runs(line, cols) {
  const found = [];
  for (let at = 0; at < cols; at += 1) {
    const cell = line.getCell(at);
    const look = {
      color: cell.isFgDefault() ? null : cell.getFgColor(),
      bold: cell.isBold() !== 0,
      dim: cell.isDim() !== 0,
      inverse: cell.isInverse() !== 0,
    };
    const last = found.at(-1);
    const same = last !== undefined && Object.entries(look).every(([key, value]) => last[key] === value);
    const text = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
    if (same) {
      last.text += text;
      last.cells += 1;
    } else {
      found.push({ ...look, text, cells: 1, from: at });
    }
  }
  for (const run of found) {
    if (run.inverse) continue;
    const kept = run.text.trimEnd();
    run.cells -= run.text.length - kept.length;
    run.text = kept;
    const start = run.text.length - run.text.trimStart().length;
    run.text = run.text.trimStart();
    run.from += start;
    run.cells -= start;
  }
  return found;
}
