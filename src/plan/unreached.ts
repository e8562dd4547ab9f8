import { dottedName } from '../manifest/names.js';
import type { ObjectRef, State } from '../manifest/state.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Diagnostic } from '../model/plan.js';
import { ALL, mayMean } from '../sql/index.js';

/**
 * GRANT and REVOKE on all that a schema holds are about all that state makes there. What else is there, and stays, keeps the
 * privileges that it has: one diagnostic for each such statement.
 */
export function unreached(state: State, live: Catalog, stays: (key: Key) => boolean): Diagnostic[] {
  const wide = state.statements.filter(({ alters }) => alters?.some(({ name }) => name === ALL));
  if (wide.length === 0) return [];
  const place = ({ schema, name }: Pick<ObjectRef, 'schema' | 'name'>): string => `${schema} ${name}`;
  const made = new Set(
    state.declared.flatMap(({ ref, renamedFrom }) => [
      place(ref),
      ...renamedFrom.map((written) => {
        const { name } = dottedName(written);
        return place({ schema: name.schema ?? ref.schema, name: name.name });
      }),
    ]),
  );
  // A serial's sequence is made with its column.
  const along = ({ dependsOn }: CatalogObject): boolean =>
    dependsOn.some(({ on, type }) => {
      const id = type === 'auto' || type === 'internal' ? live.objects.get(on)?.id : undefined;
      return id !== undefined && made.has(place({ schema: id.schema, name: id.table ?? id.name }));
    });
  return wide.flatMap(({ alters, at }) => {
    const left = [...live.objects.values()].filter((object) => {
      const { id, key, parent, extension } = object;
      const meant = alters?.some((ref) => ref.name === ALL && ref.schema === id.schema && mayMean(ref, id));
      return (
        meant === true &&
        parent === null &&
        extension === null &&
        !made.has(place(id)) &&
        !along(object) &&
        stays(key)
      );
    });
    const [first] = left;
    if (first === undefined) return [];
    const more = left.length === 1 ? '' : ` and ${left.length - 1} more`;
    return [
      {
        level: 'info' as const,
        code: 'not_reached',
        message: `state does not make ${first.key}${more}: ON ALL … IN SCHEMA is about what it makes; a GRANT or REVOKE that names the rest comes to that`,
        file: at.file,
        line: at.line,
        column: at.column,
      },
    ];
  });
}
