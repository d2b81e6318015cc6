// Cuts a process's output into lines and prints each, behind the process's name or as it is.
import type { Readable } from 'node:stream';

/** Passes each complete line of `stream` to `print`; what is left at the end counts as a line. */
export function eachLine(stream: Readable, print: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) print(line);
  });
  stream.on('end', () => {
    if (rest !== '') print(rest);
  });
}

/**
 * Passes each complete line of `stream` to `print`, as `name | line`; what is left at the end counts as a line.
 * @param width the names are padded to this many characters
 */
export function prefixLines(
  name: string,
  width: number,
  stream: Readable,
  print: (line: string) => void,
): void {
  eachLine(stream, (line) => print(`${name.padEnd(width)} | ${line}`));
}
