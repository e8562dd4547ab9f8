import type { Problem } from '../model/errors.js';
import type { Source } from './source.js';
import type { ScalarValue } from './yaml/tree.js';

export type Variables = Readonly<Record<string, string | undefined>>;

const VARIABLE = /\$\{([^}]*)\}?/g;

/** Puts environment variables in the place of `${NAME}`. A variable that is empty counts as not set. */
export class Substitution {
  constructor(
    private readonly source: Source,
    private readonly env: Variables,
    private readonly ignore: boolean,
    private readonly problems: Problem[],
  ) {}

  /** The name of the first variable in a text. */
  firstName(value: ScalarValue | undefined): string | null {
    return /\$\{([^}]*)\}/.exec(value?.text ?? '')?.[1] ?? null;
  }

  /** The first variable in a text that is not set; `null` where all are. */
  unset(value: ScalarValue): string | null {
    return (
      [...value.text.matchAll(VARIABLE)].map((found) => found[1] ?? '').find((name) => !this.#value(name)) ??
      null
    );
  }

  /** The text with its variables filled in; problems, at the `$`, for those that are not set. */
  text(value: ScalarValue | undefined): string | null {
    if (value === undefined || value.value === null) return null;
    return value.text.replace(VARIABLE, (whole: string, name: string, offset: number) => {
      const known = this.#value(name);
      if (known) return known;
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || !whole.endsWith('}')) {
        this.#problem(
          value,
          offset,
          'bad-variable',
          `${whole} names no environment variable`,
          'a name is made of letters, digits and _, in braces',
        );
      } else if (!this.ignore) {
        const state = this.env[name] === undefined ? 'not set' : 'empty';
        this.#problem(
          value,
          offset,
          'unset-variable',
          `the environment variable ${name} is ${state}`,
          `set it: export ${name}=…`,
        );
      }
      return '';
    });
  }

  #value(name: string): string | undefined {
    return Object.hasOwn(this.env, name) ? this.env[name] : undefined;
  }

  #problem(value: ScalarValue, offset: number, code: string, message: string, hint: string): void {
    this.problems.push(this.source.problem(code, message, value.offset(offset), hint));
  }
}
