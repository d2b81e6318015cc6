// How Next builds and serves the pages: what stays outside its bundles, and the security headers of every answer.
import type { NextConfig } from 'next';
import { DATA_POLICY } from './server/http/content-security-policy';

const SECURITY_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Invitation links carry a secret: other sites never see where somebody comes from.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(self)' },
];

const config: NextConfig = {
  poweredByHeader: false,
  turbopack: { root: import.meta.dirname },
  // Plain Node loads these: native code, WebAssembly beside the code, or one instance per process.
  serverExternalPackages: [
    '@aws-sdk/client-s3',
    '@aws-sdk/lib-storage',
    '@aws-sdk/s3-request-presigner',
    '@prisma/adapter-pg',
    '@prisma/client',
    'bullmq',
    'busboy',
    'ioredis',
    'lib0',
    'onnxruntime-node',
    'pg',
    'pino',
    'pino-pretty',
    'rate-limiter-flexible',
    'socket.io',
    'ws',
    'y-protocols',
    'yjs',
  ],
  // `npm test` checks the types; a first start need not wait for them.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: '/:path*', headers: SECURITY_HEADERS },
    // Pages get theirs, with a nonce, from proxy.ts.
    { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: DATA_POLICY }] },
  ],
};

export default config;
