import { UserError } from '../model/errors.js';
import type { Position } from '../model/position.js';
import type { DatabaseFailure } from './failure.js';

/** A database's complaint about a file's text, with its line and column where the database gives a position. */
export function problemInText(failure: DatabaseFailure, text: string, file: string): UserError {
  const hint = failure.hint ?? failure.detail;
  const at = failure.position === undefined ? start(file) : positionAt(text, Number(failure.position), file);
  const source = text.split('\n')[at.line - 1];
  return new UserError([
    {
      code: failure.code,
      message: failure.message,
      at,
      ...(hint === undefined ? {} : { hint }),
      ...(source === undefined || failure.position === undefined ? {} : { source }),
    },
  ]);
}

function start(file: string): Position {
  return { file, line: 1, column: 1 };
}

/** `character`: 1-based and in code points, as PostgreSQL counts; columns are in UTF-16 code units. */
export function positionAt(text: string, character: number, file: string): Position {
  let offset = 0;
  for (let seen = 1; seen < character && offset < text.length; seen += 1) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
