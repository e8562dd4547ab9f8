import { cases, yaml } from './harness.js';

const bomb = (levels: number): string =>
  Array.from({ length: levels }, (_, level) =>
    level === 0
      ? 'table: t\ncolumns: &l0 { a: &s0 [x, x, x, x, x, x, x, x, x] }'
      : `k${level}: &s${level} [${Array.from({ length: 9 }, () => `*s${level - 1}`).join(', ')}]`,
  ).join('\n');

cases({
  'an unclosed quote': yaml("table: clients\ncomment: 'a person\n", ['2:10 yaml', /close the quote/]),
  'a tab as indentation': yaml('table: clients\ncolumns:\n\tid: uuid\n', [
    '3:1 yaml',
    'indent with spaces, never with tabs',
  ]),
  'a colon and space in plain SQL': yaml('view: v\nquery: select a: b\n', [
    '2:8 yaml',
    /put in a block after \|/,
  ]),
  'a key written twice': yaml('table: clients\ncolumns:\n  id: uuid\n  id: text\n', [
    '4:3 duplicate-key',
    'remove one of them',
  ]),
  'a key twice in a flow map': yaml('table: t\ncolumns: { a: int, a: text }\n', [
    '2:20 duplicate-key',
    'remove one of them',
  ]),
  'an alias bomb': yaml(`${bomb(7)}\n`, [
    '6:15 alias-bomb',
    'write the values out instead of nesting aliases',
  ]),
  'an alias inside its own anchor': yaml('table: t\ncolumns: &c { a: *c }\n', ['2:18 alias-bomb', null]),
  'an alias without an anchor': yaml('table: t\ncolumns: { a: *nowhere }\n', ['2:15 yaml', null]),
  'nesting without end': yaml(`table: t\ncolumns: ${'['.repeat(30_000)}\n`, ['2:109 yaml', null]),
  'a list as a document': yaml('- table: clients\n', ['1:1 wrong-type', 'for example: table: clients']),
  'a text as a document': yaml('clients\n', ['1:1 wrong-type', 'for example: table: clients']),
  'an empty map as a document': yaml('{}\n', ['1:1 missing-key', 'for example: table: clients']),
  'a kind that does not exist': yaml('tabel: clients\n', ['1:1 unknown-kind', 'did you mean table?']),
  'a kind that is not first': yaml('comment: People\ntable: clients\n', [
    '1:1 unknown-kind',
    'put table: first',
  ]),
  'a map as a key': yaml('table: t\ncolumns: { ? { a: b } : int }\n', ['2:14 yaml', null]),
  'a value that starts with @': yaml('table: t\ncomment: @home\n', ['2:10 yaml', 'put the value in quotes']),
  'an unknown tag': yaml('table: !!money t\n', ['1:8 yaml', null]),
  'a comment behind SQL in a flow map': yaml(
    "table: t\ncolumns: { a: jsonb default data #> '{x}' }\nowner: me\n",
    ['2:34 yaml', /put the SQL in quotes/],
  ),
  'problems of two documents, both told': yaml(
    'table: a\nrows: 1\n---\nview: b\nqery: select 1\n',
    ['2:1 unknown-key', /known keys: table, columns/],
    ['4:1 missing-key', 'add query: …'],
    ['5:1 unknown-key', 'did you mean query?'],
  ),
});
