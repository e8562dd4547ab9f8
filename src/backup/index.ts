export { type Backup, type BackupOptions, takeBackup } from './backup.js';
export { newId } from './id.js';
export { lockAway } from './locked-away.js';
export type { BackupManifest, Recreation, RoleSql, SequencePosition, TableData } from './manifest.js';
export { checkPlace, dyingWith, type Place } from './place.js';
