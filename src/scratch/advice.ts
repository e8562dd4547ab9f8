/** What to do about what a server refuses and gives no hint about, by its SQLSTATE or the class of it. */
const ADVICE: Readonly<Record<string, string | undefined>> = {
  '3F000': 'correct the name, or declare the schema in state',
  '42P01': 'correct the name, or declare the relation in state',
  '42703': 'correct the name, or declare the column',
  '42704': 'correct the name, or declare it in state',
  '42883': 'correct the name or the argument types, or declare it in state',
  '42601': 'correct the spelling of the statement',
  '42701': 'take one of the two out, or give it another name',
  '42710': 'take one of the two out, or give it another name',
  '42P06': 'take one of the two out, or give it another name',
  '42P07': 'take one of the two out, or give it another name',
  '42723': 'take one of the two out, or give it another name',
  '42804': 'write what has the type that is needed here, or cast it to that',
  '42846': 'write what has the type that is needed here, or cast it by way of text',
  '42702': 'write the table before the column, as in t.id',
  '42725': 'write the argument types, or cast the arguments, so that only one is meant',
  '42501': 'say scratch: embedded, or grant the connecting role what it lacks',
  '42809': 'name what is of the kind that is needed here, or declare it as that',
  '22': 'write a value that the type takes, or choose another type',
  '23': "correct the definition: it breaks one of PostgreSQL's own rules",
  '0A': 'write it in another way: PostgreSQL does not do this',
  '42': 'correct the definition in state',
};

export const adviceFor = (code: string): string =>
  ADVICE[code] ??
  ADVICE[code.slice(0, 2)] ??
  'correct it in state; if it is right, build state elsewhere: say scratch: server, or scratch: embedded';
