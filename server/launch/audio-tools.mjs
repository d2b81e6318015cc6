// Checks the programs that come from the system (FFmpeg, Rubber Band, Chromium) and installs them where it may.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { PreparationError, runStep } from './run-step.mjs';

/**
 * @typedef {object} Tool
 * @property {string} name what the person knows it by
 * @property {readonly string[]} programs all of them must be there
 * @property {string} apt package on Debian
 * @property {string} brew formula on macOS
 */

/** @type {readonly Tool[]} */
export const AUDIO_TOOLS = [
  { name: 'FFmpeg', programs: ['ffmpeg', 'ffprobe'], apt: 'ffmpeg', brew: 'ffmpeg' },
  { name: 'Rubber Band', programs: ['rubberband'], apt: 'rubberband-cli', brew: 'rubberband' },
];

/** @type {Tool} The browser of the tests; CHROMIUM_PATH names one that is not on the PATH. */
export const BROWSER = {
  name: 'Chromium',
  programs: [process.env.CHROMIUM_PATH ?? 'chromium'],
  apt: 'chromium',
  brew: 'chromium',
};

/** @type {Tool} The queue's other home, for the long tests of it. */
export const REDIS = { name: 'Redis', programs: ['redis-server'], apt: 'redis-server', brew: 'redis' };

/** @param {string} program */
function isOnPath(program) {
  if (path.isAbsolute(program)) return existsSync(program);
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false; // Not here: the next folder may have it.
    }
  });
}

/** @param {readonly Tool[]} tools */
const missingOf = (tools) => tools.filter((tool) => !tool.programs.every(isOnPath));

/** @param {readonly Tool[]} missing */
function advice(missing) {
  const names = missing.map((tool) => tool.name).join(' and ');
  const packages = (/** @type {'apt' | 'brew'} */ kind) => missing.map((tool) => tool[kind]).join(' ');
  const debian = `sudo apt-get install ${packages('apt')}`;
  const command = process.platform === 'darwin' ? `brew install ${packages('brew')}` : debian;
  return `${names} must be installed first: ${command}`;
}

/**
 * Makes sure that the tools are there; as root on Debian it installs what is missing.
 * @param {readonly Tool[]} tools
 * @param {(line: string) => void} print
 */
export async function ensureTools(tools, print) {
  const missing = missingOf(tools);
  if (missing.length === 0) return;
  const failure = advice(missing);
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new PreparationError(failure);
  print(`Installing ${missing.map((tool) => tool.apt).join(' and ')} from Debian...`);
  const options = { cwd: '/', env: { DEBIAN_FRONTEND: 'noninteractive' }, failure };
  await runStep('apt-get', ['update', '-qq'], options);
  const packages = missing.map((tool) => tool.apt);
  await runStep('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  if (missingOf(tools).length > 0) throw new PreparationError(failure);
}
