import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/render/json.js';
import { cleanUp, hostile, plan, refused, step } from './plans.js';

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ allErrors: true, strict: true });
const validate = ajv.compile(typeof schema === 'object' && schema !== null ? schema : {});

describe('json', () => {
  it.each([
    ['nothing', plan([])],
    ['a clean-up', cleanUp()],
    ['hostile names', hostile()],
    ['a refused plan', refused()],
  ])('of %s is valid and reads back as the plan', (_, given) => {
    const read: unknown = JSON.parse(renderJson(given));
    expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
    expect(read).toEqual(given);
  });

  it('gives the same bytes whatever the order of keys', () => {
    const { steps, ...rest } = cleanUp();
    const shuffled = {
      ...Object.fromEntries(Object.entries(rest).reverse()),
      ...cleanUp(),
      accounted: Object.fromEntries(Object.entries(rest.accounted).reverse()),
      steps: steps.map((one) => ({ ...step(one), ...one })),
    };
    expect(renderJson(shuffled)).toBe(renderJson(cleanUp()));
    expect(renderJson(cleanUp()).endsWith('}\n')).toBe(true);
  });

  it('is refused by the schema when it says more or less than the contract', () => {
    expect(validate({ ...cleanUp(), made_at: 'now' })).toBe(false);
    const { fingerprint, ...less } = cleanUp();
    expect(fingerprint).toBe('c0ffee');
    expect(validate(less)).toBe(false);
  });
});
