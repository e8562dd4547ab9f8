import { sqlName } from '../../model/id.js';
import type { AlterContext, Of, Surroundings } from '../kind.js';
import type { ManifestMap } from '../manifest.js';

const nameOf = (option: string): string => option.slice(0, option.indexOf('='));

/** Storage parameters: SET what is new or different, RESET what is gone. */
export function setOptions(head: string, before: readonly string[], after: readonly string[]): string[] {
  const gone = before.map(nameOf).filter((name) => !after.some((option) => nameOf(option) === name));
  const set = after.filter((option) => !before.includes(option));
  return [
    ...(set.length > 0 ? [`${head} set (${set.map(optionText).join(', ')})`] : []),
    ...(gone.length > 0 ? [`${head} reset (${gone.join(', ')})`] : []),
  ];
}

/**
 * How a table's storage parameters change: at once, and `later`, when columns are there that come or get another type:
 * before, none may need the TOAST table whose parameters are set, and a catalog table cannot be rewritten.
 */
export function optionsSql({
  before,
  after,
  around,
}: {
  before: Of<Options>;
  after: Of<Options>;
  around: Surroundings;
}): { now: string[]; later: string[] } {
  const head = `alter table ${sqlName(after.id)}`;
  const [was, is] = [before.attributes.options, after.attributes.options];
  const stand = around
    .parts(after as never, 'column')
    .every(({ key, attributes }) => around.standing?.(key)?.attributes.type === attributes.type);
  const waits = (one: string): boolean => one.startsWith('toast.') || one === CATALOG_TABLE;
  const late = stand ? [] : is.filter((one) => waits(one) && !was.includes(one));
  const kept = was.filter((one) => late.some((other) => nameOf(other) === nameOf(one)));
  return {
    now: setOptions(head, was, [...is.filter((one) => !late.includes(one)), ...kept]),
    later: setOptions(head, [], late),
  };
}

const CATALOG_TABLE = 'user_catalog_table=true';

interface Options {
  readonly options: readonly string[];
}

/** Storage parameters that need ACCESS EXCLUSIVE; all others of tables are set under SHARE UPDATE EXCLUSIVE (reloptions.c). */
const HEAVY = ['user_catalog_table'];

export function optionsLock({ before, after }: AlterContext<{ options: string[] }>): string {
  const [b, a] = [before.attributes.options, after.attributes.options];
  const different = [...b.filter((one) => !a.includes(one)), ...a.filter((one) => !b.includes(one))];
  const heavy = different.some((option) => HEAVY.includes(nameOf(option)));
  return heavy ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE';
}

export function optionText(option: string): string {
  const at = option.indexOf('=');
  const value = option.slice(at + 1);
  return `${option.slice(0, at)}=${/^[\w.+-]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`}`;
}

/** Storage parameters as a manifest's `with:`. */
export function optionMap(options: readonly string[]): ManifestMap {
  return new Map(
    options.map((option) => [
      option.slice(0, option.indexOf('=')),
      plain(option.slice(option.indexOf('=') + 1)),
    ]),
  );
}

const plain = (value: string): string | number =>
  /^(0|-?[1-9]\d{0,8})$/.test(value) ? Number(value) : value;
