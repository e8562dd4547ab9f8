import type { Position } from '../model/position.js';
import { ALL, type Alteration, mayMean, type Tree } from '../sql/index.js';
import { as, list, text } from '../sql/node.js';
import type { DeclaredRef, ObjectRef } from './state.js';

interface Pending {
  readonly alteration: Alteration;
  readonly attributes: ReadonlySet<string>;
  readonly at: Position;
}

/** Adds what statements say of objects to those objects' declarations, in whatever order the files come. */
export class Alterations {
  readonly #pending: Pending[] = [];
  /** Places in `declared` by the name of the object, and of the relation that it is part of. */
  readonly #places = new Map<string, Set<number>>();
  readonly #dropped = new Set<number>();
  #indexed = 0;

  constructor(private readonly declared: DeclaredRef[]) {}

  /** What one statement says. Of objects not declared yet it is said again at the end. `from`: its own declarations. */
  apply(alterations: readonly Alteration[], tree: Tree | null, at: Position, from: number): void {
    const attributes = changedAttributes(tree);
    for (const alteration of alterations) {
      const one = { alteration, attributes, at };
      // ALTER TABLE … ADD and CREATE INDEX mention the relation only as the home of what they create.
      if (alteration.what === 'attributes' && attributes.size === 0 && this.declared.length > from) continue;
      if (!this.#say(one)) this.#pending.push(one);
    }
  }

  /** Says what is left. What state does not create itself gets a partial declaration; what it drops, none. */
  finish(): void {
    for (const one of this.#pending) {
      const { alteration, attributes, at } = one;
      if (this.#say(one) || ['rename', 'drop'].includes(alteration.what) || alteration.ref.name === ALL)
        continue;
      this.declared.push({
        ref: { ...alteration.ref, kind: alteration.ref.kind === 'relation' ? 'table' : alteration.ref.kind },
        at,
        text: null,
        attributes,
        sections: new Set(),
        owner: alteration.owner ?? null,
        grants: alteration.what === 'grants',
        comment: alteration.what === 'comment',
        renamedFrom: [],
        partial: true,
      });
    }
    const left = this.declared.filter((_, index) => !this.#dropped.has(index));
    this.declared.splice(0, this.declared.length, ...left);
  }

  #say({ alteration, attributes }: Pending): boolean {
    const { ref, what } = alteration;
    const moves = what === 'rename' || what === 'drop';
    let found = false;
    for (const index of this.#candidates(ref.name)) {
      const one = this.declared[index];
      if (one === undefined || this.#dropped.has(index)) continue;
      if (mayMean(ref, one.ref)) {
        found = true;
        if (what === 'drop') this.#dropped.add(index);
        else this.#set(index, said(one, alteration, attributes));
      } else if (moves && isPartOf(one.ref, ref)) {
        if (what === 'drop') this.#dropped.add(index);
        else this.#set(index, { ...one, ref: movedPart(one.ref, alteration) });
      }
    }
    return found;
  }

  #set(index: number, one: DeclaredRef): void {
    this.declared[index] = one;
    this.#file(index, one.ref);
  }

  #file(index: number, ref: ObjectRef): void {
    for (const name of [ref.name, ref.table]) {
      if (name === null) continue;
      const places = this.#places.get(name) ?? new Set();
      this.#places.set(name, places.add(index));
    }
  }

  /** Places of declarations that a name may mean, the latest first. */
  #candidates(name: string): number[] {
    for (; this.#indexed < this.declared.length; this.#indexed += 1) {
      const one = this.declared[this.#indexed];
      if (one !== undefined) this.#file(this.#indexed, one.ref);
    }
    return name === ALL ? [...this.declared.keys()] : [...(this.#places.get(name) ?? [])].reverse();
  }
}

function said(one: DeclaredRef, alteration: Alteration, attributes: ReadonlySet<string>): DeclaredRef {
  switch (alteration.what) {
    case 'owner':
      return { ...one, owner: alteration.owner ?? one.owner };
    case 'grants':
      return { ...one, grants: true };
    case 'comment':
      return { ...one, comment: true };
    case 'rename':
      return {
        ...one,
        text: null,
        ref: {
          ...one.ref,
          name: alteration.newName ?? one.ref.name,
          schema: alteration.newSchema ?? one.ref.schema,
        },
      };
    default:
      return {
        ...one,
        attributes: one.attributes === 'all' ? 'all' : new Set([...one.attributes, ...attributes]),
      };
  }
}

function isPartOf(part: ObjectRef, relation: ObjectRef): boolean {
  return relation.table === null && part.table === relation.name && part.schema === relation.schema;
}

function movedPart(part: ObjectRef, { newName, newSchema }: Alteration): ObjectRef {
  return { ...part, table: newName ?? part.table, schema: newSchema ?? part.schema };
}

/** Attributes of a table that ALTER TABLE sets by a command of its own. */
const COMMANDS: Readonly<Record<string, string>> = {
  AT_EnableRowSecurity: 'rowSecurity',
  AT_DisableRowSecurity: 'rowSecurity',
  AT_ForceRowSecurity: 'forceRowSecurity',
  AT_NoForceRowSecurity: 'forceRowSecurity',
  AT_SetRelOptions: 'options',
  AT_ResetRelOptions: 'options',
  AT_ReplicaIdentity: 'replicaIdentity',
  AT_SetLogged: 'persistence',
  AT_SetUnLogged: 'persistence',
  AT_SetTableSpace: 'tablespace',
  AT_SetAccessMethod: 'accessMethod',
};

function changedAttributes(tree: Tree | null): ReadonlySet<string> {
  const commands = list(as(tree?.node, 'AlterTableStmt'), 'cmds').map((value) => as(value, 'AlterTableCmd'));
  return new Set(commands.flatMap((command) => COMMANDS[text(command, 'subtype') ?? ''] ?? []));
}
