/** The public library: the flow of the command line, for programs. */
export { type Problem, UserError } from './model/errors.js';
export type * from './model/plan.js';
export { applyPlanned, planEnvironment } from './reconcile.js';
export { renderJson } from './render/json.js';
export { renderMarkdown } from './render/markdown.js';
export { renderSql } from './render/sql.js';
export { renderText } from './render/text.js';
