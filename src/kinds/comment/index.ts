import type { CatalogObject } from '../../model/catalog.js';
import { quoteLiteral } from '../../model/id.js';
import { target } from '../target.js';

/** COMMENT ON for any kind; an object without a comment gets NULL. */
export function commentSql(object: CatalogObject): string {
  return `comment on ${lowerHead(target(object))} is ${object.comment === null ? 'null' : quoteLiteral(object.comment)}`;
}

/** The target's leading keywords in lower case, as all of a step's own words are. */
export function lowerHead(text: string): string {
  return text.replace(/^[A-Z ]+(?= )/, (words) => words.toLowerCase()).replace(/ ON /, ' on ');
}
