// Reads the settings in .env, where there is one; what the environment says already wins.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Adds the variables of the clone's .env to the environment. */
export function loadSettings() {
  const file = fileURLToPath(new URL('../../.env', import.meta.url));
  if (existsSync(file)) process.loadEnvFile(file);
}
