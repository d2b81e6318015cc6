// Makes the WebAssembly of signalsmith-stretch importable: the package itself only offers an audio node of its own.
import { readFile } from 'node:fs/promises';

/*
 * The package is one file: what Emscripten made of the library, then an AudioWorkletProcessor that drives it. That node
 * cannot stand where we need it, between the mix and its limiter inside one processor, so the first part is taken alone.
 */
const PACKAGE_FILE = /signalsmith-stretch[\\/]SignalsmithStretch\.mjs$/;
const FACTORY = 'SignalsmithStretch';
const END_OF_LIBRARY = "if (typeof exports === 'object' && typeof module === 'object')";

/**
 * @param {string} code the package's file
 * @returns {string} a module that exports the library's factory as `createStretch`
 * @throws Error when the file is not laid out as this version of the package is
 */
function libraryOf(code) {
  const end = code.indexOf(END_OF_LIBRARY);
  if (end < 0) throw new Error('signalsmith-stretch is laid out anew; look where its library ends.');
  return `${code.slice(0, end)}\nexport { ${FACTORY} as createStretch };\n`;
}

/** For esbuild. @type {import('esbuild').Plugin} */
export const stretchLibrary = {
  name: 'stretch-library',
  setup(build) {
    build.onLoad({ filter: PACKAGE_FILE }, async ({ path }) => ({
      contents: libraryOf(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** For Vite, and so for Vitest. */
export const stretchLibraryForVite = {
  name: 'stretch-library',
  /** @param {string} code @param {string} id */
  transform: (code, id) => (PACKAGE_FILE.test(id) ? libraryOf(code) : null),
};
