import type { Platform } from './platform.js';
import { supabase } from './supabase.js';

export type { Platform } from './platform.js';

/** A database that nobody but its users fills. */
const none: Platform = {
  name: 'none',
  schemas: [],
  objects: {},
  exposed: [],
  searchPath: [],
};

const PLATFORMS: readonly Platform[] = [none, supabase];

/** The platform of that name; `none` where the environment names no platform. */
export function platformOf(name: string | null | undefined): Platform {
  return PLATFORMS.find((platform) => platform.name === name) ?? none;
}
