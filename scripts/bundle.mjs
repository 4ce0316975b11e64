// Bundles the entry points of an app into its dist/: `node ../../scripts/bundle.mjs src/main.ts src/thread.ts`.
// Our own packages (TypeScript sources) go into the bundle, packages from npm stay where npm put them.
import path from 'node:path';
import { build } from 'esbuild';

const entries = process.argv.slice(2);
if (entries.length === 0) {
  console.error('Name the entry points: node ../../scripts/bundle.mjs src/main.ts ...');
  process.exit(1);
}

const leaveNpmPackagesOutside = {
  name: 'leave-npm-packages-outside',
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, (args) => {
      if (args.kind === 'entry-point' || args.path.startsWith('@ferry/') || path.isAbsolute(args.path)) return undefined;
      return { path: args.path, external: true };
    });
  },
};

await build({
  entryPoints: entries.map((entry) => ({ in: path.resolve(entry), out: path.basename(entry).replace(/\.[cm]?tsx?$/, '') })),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [leaveNpmPackagesOutside],
});
