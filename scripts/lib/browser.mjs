// Finds a Chromium or Chrome for the browser tests, or installs one.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { aptInstall, whyNoApt } from './debian.mjs';
import { root, run, tool } from './step.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const places = {
  linux: ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((folder) => names.map((name) => path.join(folder, name))),
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => path.join(process.env[name] ?? 'C:\\', 'Google\\Chrome\\Application\\chrome.exe')),
};

/**
 * Resolves to { found: true, path?, note? } (no path: Playwright's own) or { found: false, note } with the cure.
 * Looks at FERRY_CHROMIUM, the usual places and PATH; then installs Debian's as root, else Playwright's own.
 */
export async function findBrowser() {
  const wanted = process.env.FERRY_CHROMIUM;
  if (wanted) return executable(wanted) ? { found: true, path: wanted } : { found: false, note: `FERRY_CHROMIUM names ${wanted}, which is no program.` };
  const installed = lookAround();
  if (installed) return { found: true, path: installed };
  if (await playwrightHasOne()) return { found: true };
  const reason = whyNoApt() ?? (await aptInstall(['chromium']));
  const fresh = reason ? undefined : lookAround();
  if (fresh) return { found: true, path: fresh, note: "Installed Debian's chromium." };
  const { code } = await run(process.execPath, [tool('@playwright/test', 'cli.js'), 'install', 'chromium']);
  if (code === 0 && (await playwrightHasOne())) return { found: true, note: "Installed Playwright's Chromium." };
  return { found: false, note: `There is no Chromium or Chrome, and none could be installed (${reason ?? 'apt-get'}; Playwright's download failed). Install one, or name one in FERRY_CHROMIUM.` };
}

function lookAround() {
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean).flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...(places[process.platform] ?? []), ...(process.platform === 'win32' ? [] : onPath)].find(executable);
}

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Probing: not there, or not for us.
    return false;
  }
}

async function playwrightHasOne() {
  const script = "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))";
  const { output } = await run(process.execPath, ['-e', script], { cwd: path.join(root, 'e2e') });
  return existsSync(output.trim());
}
