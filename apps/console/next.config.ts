import { join } from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` checks the types of everything; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  // AWS's clients add a slash to the path of their endpoint.
  skipTrailingSlashRedirect: true,
  turbopack: { root: join(import.meta.dirname, '..', '..') },
  // What the operations reach and a bundler breaks: WebAssembly found by path, drivers and the queue that load files at run time.
  serverExternalPackages: ['libpg-query', 'pg', 'pg-boss', 'pino', '@prisma/client', '@prisma/adapter-pg', 'yauzl', 'yazl', 'pdfkit', 'dejavu-fonts-ttf', 'csv-stringify'],
  transpilePackages: ['@ferry/kernel', '@ferry/catalog', '@ferry/contract', '@ferry/registry', '@ferry/operations', '@ferry/store', '@ferry/jobs', '@ferry/cloud', '@ferry/reports'],
};

export default config;
