import type { Session } from '../database/session.js';

/** Runs under settings (`name` → value), inside a transaction, and puts back what was. */
export async function underSettings<T>(
  session: Session,
  settings: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const names = Object.keys(settings);
  const before = await session.query<{ name: string; value: string | null }>(
    'select n as name, current_setting(n, true) as value from unnest($1::text[]) n',
    [names],
  );
  const set = (values: readonly { name: string; value: string | null }[]): Promise<unknown> =>
    session.query('select set_config(n, v, true) from unnest($1::text[], $2::text[]) u(n, v)', [
      values.map(({ name }) => name),
      values.map(({ value }) => value ?? ''),
    ]);
  await set(names.map((name) => ({ name, value: settings[name] ?? '' })));
  const result = await work();
  await set(before);
  return result;
}

/** What rows are read and written under: the same text for the same value, whoever connects. */
export const ROW_SETTINGS: Readonly<Record<string, string>> = {
  statement_timeout: '0',
  row_security: 'off',
  search_path: '',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  extra_float_digits: '3',
  bytea_output: 'hex',
  synchronize_seqscans: 'off',
};
