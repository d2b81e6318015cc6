// Runs one program of the preparation, quietly: its output is shown only when it fails.
import { spawn } from 'node:child_process';

/** What went wrong in the preparation, in one line for the person; `details` may follow it. */
export class PreparationError extends Error {
  /**
   * @param {string} message
   * @param {string} [details]
   */
  constructor(message, details = '') {
    super(message);
    this.details = details;
  }
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: Record<string, string>, failure: string }} options `failure` is the line to say
 * @returns {Promise<void>} rejects with PreparationError when the program cannot run or fails
 */
export function runStep(command, args, { cwd, env = {}, failure }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => reject(new PreparationError(failure, error.message)));
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new PreparationError(failure, output.trim())),
    );
  });
}
