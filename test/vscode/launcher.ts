// Takes the place of VS Code's executable for @vscode/test-electron: same flags, same exit code, but the VS Code that it
// runs is served to a headless Chromium, and the tests inside can drive that window.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launchChromium } from './chromium';
import { socketVariable } from './commands';
import { openControl } from './control';
import { fetchServer } from './fetch';
import { temporaryFolder } from './profile';
import { startServer } from './server';
import { listenToWorkbench, workbenchAddress, type RemoteLog } from './workbench';

interface Order {
  readonly workspace: string;
  readonly extensions: readonly string[];
  readonly tests: string;
  readonly userData: string;
  readonly extensionsFolder: string;
  readonly restricted: boolean;
}

interface Outcome {
  readonly code: number;
  readonly reason: string;
  readonly logs: readonly RemoteLog[];
}

const viewport = { width: 1280, height: 800 };
const secondsOfSilence = Number(process.env['BACKPROP_LENS_WATCHDOG'] ?? '90');

function readOrder(args: readonly string[]): Order {
  // Everything that Electron alone understands (`--no-sandbox` and the like) is read and left aside.
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
    },
  });
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? resolve(value) : undefined;
  };
  const tests = text('extensionTestsPath');
  if (tests === undefined) throw new Error('--extensionTestsPath=FILE is needed');
  const extensions = [values['extensionDevelopmentPath'] ?? []].flat().map((path) => resolve(String(path)));
  const userData = text('user-data-dir') ?? join(temporaryFolder(), 'user');
  return {
    workspace: resolve(positionals[0] ?? userData),
    extensions,
    tests,
    userData,
    extensionsFolder: text('extensions-dir') ?? join(userData, 'extensions'),
    // test-electron always says --disable-workspace-trust, so a run that wants Restricted Mode says this as well.
    restricted: values['restricted-mode'] === true,
  };
}

/** Settles with the first thing that ends the run; `sign` and `restart` feed the watchdog. */
class Run {
  reloads = 0;
  readonly log: string[] = [];
  readonly outcome: Promise<Outcome>;
  #settle: (outcome: Outcome) => void = () => undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #reloading = false;

  constructor() {
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
    this.sign();
  }

  /** A sign of life: the watchdog starts to count anew. */
  sign(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(
      () => this.end(1, `Nothing was heard from the tests for ${secondsOfSilence} s.`),
      secondsOfSilence * 1000,
    );
  }

  end(code: number, reason: string, logs: readonly RemoteLog[] = []): void {
    clearTimeout(this.#watchdog);
    this.#settle({ code, reason, logs });
  }

  /** What the workbench reports at the end of `run()`; a window that reloads ends its extension host on purpose. */
  testsEnded(code: number, logs: readonly RemoteLog[]): void {
    if (!this.#reloading) this.end(code === 0 ? 0 : 1, code === 0 ? '' : 'The suite failed.', logs);
  }

  willReload(): void {
    this.#reloading = true;
    this.reloads += 1;
  }

  pageLoaded(): void {
    this.#reloading = false;
  }
}

async function openPage(browser: Browser, run: Run): Promise<Page> {
  const page = await browser.newPage({ viewport });
  page.on('load', () => run.pageLoaded());
  page.on('crash', () => run.end(1, 'The page of the workbench crashed.'));
  page.on('close', () => run.end(1, 'The page of the workbench was closed.'));
  browser.on('disconnected', () => run.end(1, 'Chromium ended.'));
  await listenToWorkbench(page, {
    onLog: (line) => void run.log.push(line),
    onExit: (code, logs) => run.testsEnded(code, logs),
  });
  return page;
}

/** Puts up everything that a run needs, in order, and takes it down in the opposite order. */
async function drive(order: Order, run: Run): Promise<Outcome> {
  const takeDown: (() => Promise<void> | void)[] = [];
  try {
    const browser = await launchChromium();
    takeDown.unshift(() => browser.close());
    const page = await openPage(browser, run);
    const control = await openControl({
      page,
      folder: order.userData,
      onCommand: () => run.sign(),
      willReload: () => run.willReload(),
      reloads: () => run.reloads,
    });
    takeDown.unshift(() => control.close());
    const server = await startServer({
      userData: order.userData,
      extensions: order.extensionsFolder,
      restricted: order.restricted,
      endsAlone: true,
      // Without a gallery VS Code asks no other machine for anything.
      environment: { [socketVariable]: control.socket, EXTENSIONS_GALLERY: '{}' },
    });
    takeDown.unshift(() => server.stop());
    void server.ended.then((how) => run.end(1, `${how}\n${server.output()}`));
    run.sign();
    const address = workbenchAddress({ ...order, address: server.address });
    // A page that is closed or crashes while it loads settles the run by its own event.
    page.goto(address).catch((error: unknown) => run.end(1, `The workbench did not open: ${String(error)}`));
    return await run.outcome;
  } finally {
    for (const step of takeDown) await step();
  }
}

/** What the workbench printed and the extension host logged, for whoever must find out why a run failed. */
async function saveLog(run: Run, outcome: Outcome): Promise<void> {
  const path = process.env['BACKPROP_LENS_LOG'];
  if (path === undefined || path === '') return;
  const remote = outcome.logs.map(({ relativePath, contents }) => `==== ${relativePath}\n${contents}`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, [outcome.reason, '==== workbench', ...run.log, ...remote, ''].join('\n'));
}

async function main(): Promise<number> {
  // Both may take minutes on a machine that never did this, so they come before the watchdog counts.
  await fetchServer();
  await findChromium();
  const run = new Run();
  const stop = (): void => run.end(130, 'Interrupted.');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const order = readOrder(process.argv.slice(2));
  await mkdir(order.userData, { recursive: true });
  const outcome = await drive(order, run);
  await saveLog(run, outcome);
  if (outcome.reason !== '') console.error(outcome.reason);
  return outcome.code;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
