import { type Doc, RENAMED_HINT } from '../doc.js';
import { dottedName, identifierError, withoutArguments } from '../names.js';
import { items, scalar, text } from '../yaml/tree.js';

/** The declared owner; `null` where none is. */
export function owner(doc: Doc): string | null {
  const value = scalar(doc.get('owner'));
  if (value === undefined) return null;
  doc.nameProblem(identifierError(value.text), value, value.at);
  return value.text;
}

/**
 * Earlier names, oldest first: without the schema where that is the object's own, and without a routine's arguments, which
 * it keeps.
 */
export function renamedFrom(
  doc: Doc,
  own: { schema: string | null; name: string },
  routine = false,
): string[] {
  return items(doc.get('renamed_from')).flatMap((item) => {
    const value = scalar(item);
    const whole = text(value);
    if (value === undefined || whole === undefined) return [];
    const written = routine ? withoutArguments(whole) : whole;
    if (own.schema === null) {
      doc.nameProblem(identifierError(written), value, value.at);
      if (written === own.name) sameName(doc, written, value.at);
      return [written];
    }
    const { name, error } = dottedName(written);
    doc.nameProblem(error, value, value.at);
    const schema = name.schema ?? own.schema;
    if (schema === own.schema && name.name === own.name) sameName(doc, written, value.at);
    return [schema === own.schema ? name.name : written];
  });
}

function sameName(doc: Doc, name: string, at: Doc['at']): void {
  doc.problem('renamed-from-itself', `${name} is the name it has now`, at, RENAMED_HINT);
}
