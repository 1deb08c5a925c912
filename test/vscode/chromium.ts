// Finds the Chromium, Chrome or Edge of this machine, or installs one on a Debian that lets us, and says how to launch it.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { runToEnd } from './fetch';

export interface Chromium {
  readonly executablePath: string;
  readonly args: readonly string[];
}

const namesOnPath = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** No sandbox (a container has none to offer), no graphics card, and nothing that calls home by itself. */
const launchArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--force-color-profile=srgb',
];

function candidates(): string[] {
  if (process.platform === 'darwin') {
    return macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((name) => process.env[name])
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => windowsPrograms.map((program) => join(folder, program)));
  }
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => namesOnPath.map((name) => join(folder, name)))
    .concat('/snap/bin/chromium', '/opt/google/chrome/chrome');
}

function installed(): string | undefined {
  return candidates().find((path) => existsSync(path));
}

const mayInstall = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** Where Chromium is and how to launch it; the environment's CHROMIUM_PATH comes before everything else. */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, and there is no such file.`);
    return { executablePath: named, args: launchArgs };
  }
  if (installed() === undefined && mayInstall()) {
    console.log("Installing Debian's chromium package (once) ...");
    await runToEnd('apt-get', ['update', '--quiet'], '/');
    await runToEnd('apt-get', ['install', '--yes', '--quiet', 'chromium'], '/');
  }
  const executablePath = installed();
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium, Chrome or Edge found. Install one of them (Debian and Ubuntu: `apt-get install chromium`), ' +
        'or let CHROMIUM_PATH name its executable.',
    );
  }
  return { executablePath, args: launchArgs };
}

/** A headless browser, ready for `newPage`. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, args } = await findChromium();
  return chromium.launch({ executablePath, args: [...args], headless: true });
}
