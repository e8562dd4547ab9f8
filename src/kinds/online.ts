import { createHash } from 'node:crypto';
import type { Catalog } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { AlterContext, Of, Surroundings } from './attribute.js';
import type { RelationLock } from './footprint.js';

/** One thing that is done outside the plan's transaction: a short transaction of its own, or a statement alone. */
export interface Stage {
  readonly sql: readonly string[];
  /** It cannot run in a transaction: its one statement is sent by itself. Default false. */
  readonly alone?: boolean;
  /** It reads every row or builds an index, and may take long. Default false. */
  readonly long?: boolean;
  /** What takes away what it leaves behind when it fails. Default nothing. */
  readonly undo?: string;
  readonly locks: readonly RelationLock[];
}

/** A change that one transaction would make under a lock for as long as rows are read or an index is built. */
export interface OnlineChange<A> {
  readonly before: Of<A> | null;
  readonly after: Of<A>;
  /** The statements that would make it in one transaction. */
  readonly sql: readonly string[];
  /** The wanted side. */
  readonly around: Surroundings;
  readonly live: Catalog;
}

export interface OnlineWay<A> {
  /** The entry of `online:` that allows it. */
  readonly entry: 'indexes' | 'constraints';
  /** What the transaction leaves; `null`: nothing of that name. */
  readonly meanwhile: Of<A> | null;
  /** What follows COMMIT. */
  readonly stages: readonly Stage[];
  /** Live objects that earlier tries left and that the stages go on with. */
  readonly uses?: readonly Key[];
  /** Other objects that the stages make as well: as the transaction leaves them, and in the end. */
  readonly along?: readonly { readonly key: Key; readonly meanwhile: Of<A> | null; readonly after: Of<A> }[];
}

/** What a kind knows of changes outside the transaction. Absent: they are made in it. */
export interface OnlineMembers<A> {
  /** How a change that reads rows or builds an index is made outside the transaction; `null` where it cannot be. */
  online?(change: OnlineChange<A>): OnlineWay<A> | null;
  /**
   * Statements of a change that the same transaction could not use, to be committed before it; `null` where there are
   * none. `entry` is the one of `online:` that allows them.
   */
  ahead?(change: AlterContext<A>): { readonly entry: string; readonly sql: readonly string[] } | null;
  /** How to take away what an online change left behind when it was stopped; `null` where the object is none of that. */
  leftover?(object: Of<A>): Stage | null;
}

const PATTERN = /^reconcile_(new|old)_[0-9a-f]{12}$/;

/** A name for what stands in for an object while it is changed: always the same for the same object. */
export const passingName = (word: 'new' | 'old', key: Key): string =>
  `reconcile_${word}_${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;

export const isPassingName = (name: string): boolean => PATTERN.test(name);
