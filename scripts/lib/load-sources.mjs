// Our TypeScript sources as one module, for the tools of people who work on them: bundled when asked, kept nowhere else.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './step.mjs';

/**
 * @param contents what the module exports, in TypeScript
 * @param replaced paths of modules that stand in for packages, by the package's name; only the conversion meets them
 */
export async function loadSources(contents, replaced = {}) {
  // Inside node_modules, so that packages from npm are found from there.
  const folder = path.join(root, 'node_modules', '.cache', 'ferry-tools');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `sources-${process.pid}.mjs`);
  const plugin = {
    name: 'ours-inside-npm-outside',
    setup(bundler) {
      bundler.onResolve({ filter: /^[^./]/ }, (args) => {
        if (args.path in replaced && args.importer.includes(`${path.sep}sqlserver-to-postgresql${path.sep}`)) return { path: args.path, namespace: 'replaced' };
        return args.path.startsWith('@ferry/') || path.isAbsolute(args.path) ? undefined : { path: args.path, external: true };
      });
      bundler.onLoad({ filter: /.*/, namespace: 'replaced' }, (args) => ({ contents: replaced[args.path], loader: 'ts', resolveDir: path.join(root, 'apps', 'cli') }));
    },
  };
  try {
    await build({ stdin: { contents, resolveDir: path.join(root, 'apps', 'cli') }, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning', plugins: [plugin] });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}
