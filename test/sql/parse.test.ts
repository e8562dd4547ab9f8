import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  describeStatement,
  exactlyOne,
  parseAll,
  parseClause,
  parseStatement,
  references,
  splitStatements,
} from '../../src/sql/index.js';

const refusal = (result: { kind: string; message?: string; offset?: number }) =>
  result.kind === 'refused' ? `${result.offset}: ${result.message}` : result.kind;

describe('parseStatement', () => {
  it('says what is wrong and where, in UTF-16 units', () => {
    expect(refusal(parseStatement("select '😀é', a frm b c"))).toBe('20: syntax error at or near "b"');
    expect(refusal(parseStatement('select 1;\n  select 2'))).toBe('12: only one statement is allowed here');
    expect(refusal(parseStatement('-- nothing'))).toBe('0: there is no statement here');
    expect(refusal(parseStatement('select 1\0; drop table t'))).toBe(
      '8: a NUL character cannot be part of SQL',
    );
    expect(refusal(parseStatement('select'))).toBe('parsed');
    expect(refusal(parseStatement('select (1'))).toBe('9: syntax error at end of input');
  });

  it('is not worn out by many parses, nor by large ones', () => {
    const large = `create function f() returns text language sql as $$${'select 1;\n'.repeat(50_000)}$$`;
    expect(parseStatement(large).kind).toBe('parsed');
    for (let index = 0; index < 3000; index++) {
      const sql = `create table t${index} (a int, b text default 'x', check (a > ${index}))`;
      expect(parseStatement(index % 3 === 0 ? `${sql} wrong` : sql).kind).toBe(
        index % 3 === 0 ? 'refused' : 'parsed',
      );
    }
  });

  it('survives what is nested too deeply', () => {
    const sum = (terms: number) => `select ${'1+'.repeat(terms)}f() from t`;
    const parsed = parseStatement(sum(2000));
    expect(parsed.kind === 'parsed' && references(parsed.tree).map(({ name }) => name)).toEqual(['f', 't']);
    for (let round = 0; round < 3; round++) {
      const deep = sum(100_000 + round);
      expect(refusal(parseStatement(deep))).toBe('0: the statement is nested too deeply to be parsed');
      expect(describeStatement(deep, null, 'public').class).toBe('other');
      expect(refusal(parseStatement(`select ${'case when x then 1 else '.repeat(3000 + round)}`))).toMatch(
        /memory exhausted/,
      );
      expect(refusal(parseStatement(`select 1 frm a b ${round}`))).toBe('13: syntax error at or near "a"');
      expect(parseStatement(`select ${round}`).kind).toBe('parsed');
    }
  });

  it('reads the shipped SQL: as many statements as the parser finds, each by itself', () => {
    const folder = new URL('../../embedded/', import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const { statements, error } = splitStatements(text);
      const whole = parseAll(text);
      expect(error).toBeUndefined();
      expect(whole.kind === 'parsed' && whole.statements.length).toBe(statements.length);
      for (const { sql } of statements) expect(refusal(parseStatement(sql))).toBe('parsed');
    }
  });
});

describe('clauses', () => {
  const policy = (clause: string) => refusal(parseClause('CreatePolicyStmt', 'create policy p on t', clause));
  it('stand on their own', () => {
    expect(policy('for select using (true) -- end')).toBe('parsed');
    expect(policy('using (true); drop table t')).toBe('12: a semicolon is not allowed here');
    expect(policy('using (true))')).toBe('12: this ) closes nothing');
    expect(policy('using (a[1)')).toBe('10: this ) closes nothing');
    expect(policy(']')).toBe('0: this ] closes nothing');
    expect(policy("using ('x)")).toBe("7: this string has no closing '");
    expect(policy("using ('😀' is tru tru)")).toBe('15: syntax error at or near "tru"');
    expect(policy('usign (true)')).toBe('0: syntax error at or near "usign"');
  });
  it('make what they are for, and one of it', () => {
    expect(refusal(exactlyOne('IndexStmt', 'create index i on t (a)'))).toBe('parsed');
    expect(refusal(exactlyOne('IndexStmt', 'create table t ()'))).toBe(
      '0: this must be one index and nothing else',
    );
    expect(
      refusal(parseClause('AlterTableStmt', 'alter table t add constraint k', 'check (a), drop column b')),
    ).toBe('0: only one thing is allowed here');
    expect(refusal(parseClause('ViewStmt', 'create view v as', 'select 1 into x'))).toBe('parsed');
    expect(
      refusal(parseClause('CreateTrigStmt', 'create trigger x', 'before update on t execute function f()')),
    ).toBe('parsed');
  });
});
