import { quoteIdent, quoteLiteral } from '../../model/id.js';

/** Settings whose value is a list of names, each to be quoted by itself. */
export const LISTS = [
  'search_path',
  'temp_tablespaces',
  'session_preload_libraries',
  'shared_preload_libraries',
  'local_preload_libraries',
];

/** `name=value` of proconfig as a clause of CREATE FUNCTION. */
export function settingClause(setting: string): string {
  const at = setting.indexOf('=');
  const [name, value] = [setting.slice(0, at), setting.slice(at + 1)];
  return `set ${name.split('.').map(quoteIdent).join('.')} to ${LISTS.includes(name) ? listValue(value) : quoteLiteral(value)}`;
}

function listValue(value: string): string {
  const names = nameList(value);
  return names.length === 0 ? "''" : names.map(quoteLiteral).join(', ');
}

/** proconfig keeps a list as text with double quotes where needed; `""` is the empty list. */
export function nameList(value: string): string[] {
  if (value === '' || value === '""') return [];
  const parts = value.match(/"(?:[^"]|"")*"|[^,\s]+/g) ?? [];
  return parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));
}
