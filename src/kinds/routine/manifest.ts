import { writeName } from '../../manifest/names.js';
import { quoteIdent } from '../../model/id.js';
import type { Of } from '../kind.js';
import { type ManifestDocument, type ManifestValue, mapOf } from '../manifest.js';
import { bare, lowered } from '../words.js';
import type { RoutineAttributes } from './index.js';
import { LISTS, nameList } from './settings.js';

const VOLATILITY: Record<string, string | undefined> = { i: 'immutable', s: 'stable' };
const PARALLEL: Record<string, string | undefined> = { s: 'safe', r: 'restricted' };

export function routineDocument(o: Of<RoutineAttributes>): ManifestDocument {
  const a = o.attributes;
  const schema = o.id.schema === 'public' ? null : o.id.schema;
  const usual = a.language === 'c' || a.language === 'internal' ? 1 : 100;
  const set = a.returns !== null && /^(SETOF |TABLE\()/.test(a.returns);
  return {
    title: `${writeName(schema, o.id.name)}(${lowered(a.arguments)})`,
    keys: mapOf({
      returns: a.returns === null ? undefined : lowered(a.returns),
      language: a.language,
      window: a.window ? true : undefined,
      volatility: VOLATILITY[a.volatility],
      strict: a.strict ? true : undefined,
      security: a.securityDefiner ? 'definer' : undefined,
      leakproof: a.leakproof ? true : undefined,
      parallel: PARALLEL[a.parallel],
      cost: a.returns !== null && a.cost !== usual ? a.cost : undefined,
      rows: set && a.rows !== 1000 ? a.rows : undefined,
      support: a.support ?? undefined,
      transform: a.transforms.length === 0 ? undefined : a.transforms,
      set: a.config.length === 0 ? undefined : new Map(a.config.map(setting)),
    }),
    last: body(a),
  };
}

function body(a: RoutineAttributes) {
  if (a.library !== null) return mapOf({ body: [a.library, a.body] });
  if (!a.atomic) return mapOf({ body: a.body });
  const sql = lowered(a.body).trim();
  return /^return\b/.test(sql)
    ? mapOf({ return: bare(sql.slice('return'.length)) })
    : mapOf({ body: `${sql}\n` });
}

/** One `name=value` of proconfig. A list of names is a clause where no name needs quotes, else a list. */
function setting(text: string): [string, ManifestValue] {
  const at = text.indexOf('=');
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  if (!LISTS.includes(name)) return [name, /^(0|-?[1-9]\d{0,8})$/.test(value) ? Number(value) : value];
  const names = nameList(value);
  if (names.length === 0) return [name, ''];
  return [name, names.every((one) => quoteIdent(one) === one) ? names.join(', ') : names];
}
