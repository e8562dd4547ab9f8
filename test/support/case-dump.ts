/**
 * A database that was changed step by step has its columns in another order than one that was made at once, and its
 * privileges and storage parameters in the order in which they were set. None of that is a definition. Gives both dumps without that
 * difference; everything else in them counts. Only tables whose lines are the same in another order are touched.
 */
export function withoutOrder(dump: string, target: string): { actual: string; wanted: string } {
  const [made, direct] = [paragraphs(settled(dump)), paragraphs(settled(target))];
  const tables = new Map(direct.flatMap((text) => (tableOf(text) === null ? [] : [[tableOf(text), text]])));
  const reordered = new Map<string, string>();
  for (const text of made) {
    const table = tableOf(text);
    const other = table === null ? undefined : tables.get(table);
    if (table !== null && other !== undefined && other !== text && sameLines(text, other))
      reordered.set(table, other);
  }
  const tidy = (texts: readonly string[]): string =>
    inOrder(
      texts.map((text) => reordered.get(tableOf(text) ?? '') ?? text),
      reordered,
    )
      .map(sortedGrants)
      .map(sortedParameters)
      .join('\n\n');
  return { actual: tidy(made), wanted: tidy(direct) };
}

const sortedParameters = (text: string): string =>
  text.replace(
    /^( ?WITH \()(\w+='[^']*'(?:, \w+='[^']*')+)\)/m,
    (_, head: string, list: string) => `${head}${list.split(', ').sort().join(', ')})`,
  );

/** pg_dump's statements, without the comment before each, which says the name and owner that the statements say. */
function paragraphs(dump: string): string[] {
  return dump
    .replace(/^-- Name: .*\n/gm, '')
    .trim()
    .split(/\n{2,}/);
}

const tableOf = (text: string): string | null =>
  /^CREATE (?:UNLOGGED |FOREIGN )?TABLE (.*?) \($/m.exec(text)?.[1] ?? null;

/** Whether two CREATE TABLE statements list the same lines in another order. */
function sameLines(one: string, other: string): boolean {
  const lines = (text: string): string =>
    text
      .split('\n')
      .map((line) => line.replace(/,$/, ''))
      .sort()
      .join('\n');
  return lines(one) === lines(other);
}

/** What belongs to single columns is dumped in the columns' order: for reordered tables that is sorted as well. */
function inOrder(texts: readonly string[], reordered: ReadonlyMap<string, string>): string[] {
  const ofColumn = (text: string): boolean =>
    [...reordered.keys()].some(
      (table) =>
        text.startsWith(`COMMENT ON COLUMN ${table}.`) ||
        new RegExp(`^ALTER TABLE (ONLY )?${table.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} ALTER COLUMN `).test(
          text,
        ) ||
        (/^GRANT [A-Z]+\(/.test(text) && text.includes(` ON TABLE ${table} `)),
    );
  return [...texts.filter((text) => !ofColumn(text)), ...texts.filter(ofColumn).sort()];
}

/** GRANTs that stand together, in alphabetical order. */
function sortedGrants(text: string): string {
  const lines = text.split('\n');
  const result: string[] = [];
  let run: string[] = [];
  for (const line of lines) {
    if (line.startsWith('GRANT ')) {
      run.push(line);
      continue;
    }
    result.push(...run.sort(), line);
    run = [];
  }
  return [...result, ...run.sort()].join('\n');
}

/**
 * What PostgreSQL prints for `varchar in ('a', 'b')` is printed differently once it has been loaded again: a restored
 * dump is never the same text. Only that print is turned into the one that stays. Statistics list their columns in the
 * order of the table, which is no definition.
 */
export function settled(text: string): string {
  return text
    .replace(
      /\(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]\)::text\[\]/g,
      (_, items: string) => `ARRAY[${items.replace(/'(?:[^']|'')*'::character varying/g, '($&)::text')}]`,
    )
    .replace(
      /^(CREATE STATISTICS .* ON )(.*)( FROM .*;)$/gm,
      (_, head: string, list: string, end: string) => `${head}${list.split(', ').sort().join(', ')}${end}`,
    );
}
