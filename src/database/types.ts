/** How values of a text-format result become JavaScript values: the same on a server and on PGlite. */
export type Decode = (text: string) => unknown;

const asText: Decode = (text) => text;
const asNumber: Decode = (text) => Number(text);
const asJson: Decode = (text) => JSON.parse(text);

/** Element types by OID that are not left as text. int8 and numeric stay text: they may not fit a number. */
const DECODERS: ReadonlyMap<number, Decode> = new Map<number, Decode>([
  [16, (text) => text === 't'],
  [17, (text) => Buffer.from(text.slice(2), 'hex')],
  [21, asNumber],
  [23, asNumber],
  [26, asNumber],
  [114, asJson],
  [700, asNumber],
  [701, asNumber],
  [3802, asJson],
]);

/** Array types that PostgreSQL itself ships (14 to 18), with their elements: `pg_type.typarray` and `oid`. */
const ARRAYS: ReadonlyMap<number, number> = new Map(
  (
    '1000:16 1001:17 1002:18 1003:19 1016:20 1005:21 1006:22 1007:23 1008:24 1009:25 1028:26 1010:27 1011:28 1012:29 ' +
    '1013:30 199:114 143:142 1017:600 1018:601 1019:602 1020:603 1027:604 629:628 651:650 1021:700 1022:701 719:718 791:790 775:774 1040:829 ' +
    '1041:869 1034:1033 1014:1042 1015:1043 1182:1082 1183:1083 1115:1114 1185:1184 1187:1186 1270:1266 1561:1560 ' +
    '1563:1562 1231:1700 2201:1790 2207:2202 2208:2203 2209:2204 2210:2205 2211:2206 4097:4096 4090:4089 2949:2970 2951:2950 ' +
    '3221:3220 3643:3614 3644:3642 3645:3615 3735:3734 3770:3769 3807:3802 3905:3904 3907:3906 3909:3908 3911:3910 ' +
    '3913:3912 3927:3926 4073:4072 4192:4191 5039:5038 271:5069 6150:4451 6151:4532 6152:4533 6153:4534 6155:4535 6157:4536 1263:2275 2287:2249'
  )
    .split(' ')
    .map((pair) => pair.split(':').map(Number))
    .map(([array = 0, element = 0]): [number, number] => [array, element]),
);

/** int2vector and oidvector print as plain lists. */
const VECTORS = new Set([22, 30]);
/** The one shipped type whose arrays are separated by semicolons. */
const BOX = 603;

/** The decoder of a type; types that no map knows (enums, domains' arrays, composites …) stay text. */
export function decoderOf(oid: number): Decode {
  if (VECTORS.has(oid)) return (text) => (text === '' ? [] : text.split(' ').map(Number));
  const element = ARRAYS.get(oid);
  if (element === undefined) return DECODERS.get(oid) ?? asText;
  const decode = decoderOf(element);
  return (text) => parseArray(text, decode, element === BOX ? ';' : ',');
}

/** For node-postgres' `types` option. Binary results are never asked for. */
export const typeParsers = { getTypeParser: (oid: number): Decode => decoderOf(oid) };

/** Reads an array as PostgreSQL prints it, nested and with bounds (`[0:1]={a,b}`; the bounds are let go). */
export function parseArray(text: string, decode: Decode, delimiter = ','): unknown[] {
  let at = text.indexOf('{') + 1;

  function quoted(): string {
    let value = '';
    at += 1;
    while (text[at] !== '"' && at < text.length) {
      if (text[at] === '\\') at += 1;
      value += text[at];
      at += 1;
    }
    at += 1;
    return value;
  }

  function bare(): string {
    const start = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '}') at += 1;
    return text.slice(start, at);
  }

  function items(): unknown[] {
    const values: unknown[] = [];
    while (at < text.length && text[at] !== '}') {
      if (text[at] === delimiter) {
        at += 1;
      } else if (text[at] === '{') {
        at += 1;
        values.push(items());
      } else if (text[at] === '"') {
        values.push(decode(quoted()));
      } else {
        const word = bare();
        values.push(word.toUpperCase() === 'NULL' ? null : decode(word));
      }
    }
    at += 1;
    return values;
  }

  return items();
}
