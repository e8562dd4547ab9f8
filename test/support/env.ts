import { filesInMemory } from './in-memory.js';

/**
 * What a continuous integration or a terminal sets would make the tool print other things (and Ink draw nothing; it
 * looks when it is loaded): tests run as if at home, and set what they are about. A setup file, so it runs before any
 * test's imports.
 */
const OF_THE_HOST = [
  'CI',
  'CONTINUOUS_INTEGRATION',
  'GITHUB_ACTIONS',
  'GITHUB_WORKSPACE',
  'GITLAB_CI',
  'NO_COLOR',
  'FORCE_COLOR',
  'COLORTERM',
];

for (const name of OF_THE_HOST) delete process.env[name];
filesInMemory();
