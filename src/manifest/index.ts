export { BACKUPS, environmentNames, loadEnvironment } from './environment.js';
export type { Environment, EnvironmentOptions, Placed } from './environment_type.js';
export { formatProblem } from './format.js';
export { writeName } from './names.js';
export { loadState, type StateOptions, validateProject } from './project.js';
export { entryMatches, type SetEntry, type Sets } from './sets.js';
export type { DeclaredRef, ObjectRef, State, StatementClass, StateStatement } from './state.js';
