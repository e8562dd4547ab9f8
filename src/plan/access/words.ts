import type { Right } from '../../model/plan.js';

/** More names than this are counted. */
const SHOWN = 3;

function named(word: string, plural: string, names: readonly string[]): string {
  const some =
    names.length <= SHOWN
      ? names.join(', ')
      : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
  return `${names.length === 1 ? word : plural} ${some}`;
}

/** Policies that limit the rows, in words; empty where none does. */
function limits({ policies, restrictive }: Right): string {
  return [
    ...(policies === undefined ? [] : [named('policy', 'policies', policies)]),
    ...(restrictive === undefined ? [] : [`restrictive ${named('policy', 'policies', restrictive)}`]),
  ].join(', ');
}

/** `all rows`, `column email in the rows of policy read own`, `none`. */
export function rightText(right: Right | undefined): string {
  if (right === undefined || right.level === 'none') return 'none';
  const limited = limits(right);
  const rows = limited === '' ? 'all rows' : `the rows of ${limited}`;
  return right.columns === undefined ? rows : `${named('column', 'columns', right.columns)} in ${rows}`;
}

/** The same for a cell of a table: `–`, `all`, `policy read own`, `columns a, b; policy c`. */
export function rightCell(right: Right | undefined): string {
  if (right === undefined || right.level === 'none') return '–';
  const columns = right.columns === undefined ? '' : named('column', 'columns', right.columns);
  const parts = [columns, limits(right)].filter((text) => text !== '');
  return parts.length === 0 ? 'all' : parts.join('; ');
}
