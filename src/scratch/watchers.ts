import { KINDS } from '../kinds/registry.js';
import type { StateStatement } from '../manifest/state.js';

/**
 * Statements about what acts on statements itself (event triggers) come last, and what they make goes before the scratch
 * is used further. Those about one that is dropped again do not come at all.
 */
export function watchers(statements: readonly StateStatement[]): {
  watching: StateStatement[];
  others: StateStatement[];
} {
  const kinds = KINDS.filter((kind) => kind.watches === true);
  const words = kinds.map((kind) => kind.sqlType.replace(' ', '\\s+')).join('|');
  const about = new RegExp(
    `^\\s*(create|alter|drop|comment\\s+on)\\s+(?:${words})\\b(?:\\s+if\\s+exists)?\\s+("(?:[^"]|"")*"|[^\\s;]+)`,
    'i',
  );
  const others: StateStatement[] = [];
  let watching: { statement: StateStatement; name: string }[] = [];
  for (const statement of statements) {
    const found = about.exec(statement.sql);
    if (found === null) {
      others.push(statement);
      continue;
    }
    const written = found[2] ?? '';
    const name = written.startsWith('"') ? written.slice(1, -1) : written.toLowerCase();
    if (found[1]?.toLowerCase() === 'drop') watching = watching.filter((one) => one.name !== name);
    else watching.push({ statement, name });
  }
  return { watching: watching.map(({ statement }) => statement), others };
}
