// The browser of the tests and of the tools that look at the console.
import { existsSync } from 'node:fs';

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

/** Playwright's options for an installed browser (`FERRY_CHROMIUM` names one); for Playwright's own where there is none. */
export function launchOptions() {
  const executablePath = process.env.FERRY_CHROMIUM ?? usual.find((path) => existsSync(path));
  // Chromium's sandbox does not work for root.
  return { ...(executablePath === undefined ? {} : { executablePath }), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
}
