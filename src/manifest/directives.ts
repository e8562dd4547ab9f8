import type { Problem } from '../model/errors.js';
import type { Statement } from '../sql/index.js';
import { dottedName } from './names.js';
import { nearest } from './nearest.js';
import type { Source } from './source.js';
import type { ObjectRef } from './state.js';

const KNOWN = ['renamed_from'];

/** `-- reconcile: renamed_from NAME` before a statement: earlier names, oldest first, as YAML's key has them. */
export function directives(
  source: Source,
  statement: Statement,
  object: ObjectRef | undefined,
): { renamedFrom: string[]; problems: Problem[] } {
  const renamedFrom: string[] = [];
  const problems: Problem[] = [];
  for (const comment of statement.comments) {
    const found = /^(--\s*reconcile:\s*)(\S*)(\s*)(.*?)\s*$/.exec(comment.text);
    if (found === null) continue;
    const [, head = '', word = '', space = '', name = ''] = found;
    const fail = (message: string, within: number, hint?: string): void => {
      problems.push(source.problem('bad-directive', message, comment.start + within, hint));
    };
    const argument = head.length + word.length + space.length;
    if (!KNOWN.includes(word)) {
      const near = nearest(word, KNOWN);
      fail(
        `there is no directive ${word}`,
        head.length,
        near ? `did you mean ${near}?` : 'known: -- reconcile: renamed_from NAME',
      );
    } else if (object === undefined) {
      fail('renamed_from stands before a statement that creates one named object', head.length);
    } else {
      const { name: dotted, error } = dottedName(unquoted(name));
      if (error !== null) fail(error.message, argument, error.hint);
      else if (dotted.name === object.name && (dotted.schema ?? object.schema) === object.schema) {
        fail(`${name} is the name it has now`, argument, 'renamed_from holds earlier names only');
      } else
        renamedFrom.push(
          dotted.schema === null || dotted.schema === object.schema ? dotted.name : unquoted(name),
        );
    }
  }
  return { renamedFrom, problems };
}

/** In .sql a name may come as SQL quotes it. */
function unquoted(name: string): string {
  const inner = /^"((?:[^"]|"")+)"$/.exec(name)?.[1];
  return inner === undefined || inner.includes('.') ? name : inner.replaceAll('""', '"');
}
