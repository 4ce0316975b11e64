/** Playwright's options for an installed browser. */
export function launchOptions(): { executablePath?: string; args: string[] };
