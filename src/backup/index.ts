export { type Backup, type BackupOptions, takeBackup } from './backup.js';
export { newId } from './id.js';
export type { BackupManifest, Recreation, RoleSql, SequencePosition, TableData } from './manifest.js';
