// How Next builds and serves the pages: what stays outside its bundles, and the security headers of every answer.
import type { NextConfig } from 'next';

/** What a page of ours may load and talk to. `'self'` covers our own WebSockets as well. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // Next starts its pages from inline scripts; the audio worklets are files of ours.
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",
  // React writes style attributes, and the waveforms bring a style element of their own.
  "style-src 'self' 'unsafe-inline'",
  // People who sign in with GitHub or Google bring a picture from there.
  "img-src 'self' data: blob: https:",
  "font-src 'self'",
  "connect-src 'self' ws: wss: blob:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = [
  { key: 'Content-Security-Policy', value: CONTENT_SECURITY_POLICY },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Invitation links carry a secret: other sites never see where somebody comes from.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
];

const config: NextConfig = {
  poweredByHeader: false,
  turbopack: { root: import.meta.dirname },
  // Plain Node loads these: native code, WebAssembly beside the code, or one instance per process.
  serverExternalPackages: [
    '@aws-sdk/client-s3',
    '@aws-sdk/lib-storage',
    '@prisma/adapter-pg',
    '@prisma/client',
    'bullmq',
    'busboy',
    'ioredis',
    'onnxruntime-node',
    'pg',
    'socket.io',
    'ws',
  ],
  // `npm test` checks the types; a first start need not wait for them.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: '/:path*', headers: SECURITY_HEADERS }],
};

export default config;
