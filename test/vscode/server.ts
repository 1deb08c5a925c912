// Starts the VS Code server on a free loopback port, waits until it answers, and stops it with all its children.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fetchServer, runToEnd, type ServerFiles } from './fetch';

export interface ServerOptions {
  /** Holds the settings (`User/settings.json`) and all state of the run. */
  readonly userData: string;
  readonly extensions: string;
  /** Open the folder in Restricted Mode, until someone trusts it. */
  readonly restricted: boolean;
  /** End by itself some minutes after the last window is gone, should whoever started it be killed. */
  readonly endsAlone: boolean;
  /** Added to the environment of the server, and so of the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Server {
  /** As in `http://127.0.0.1:1234`. */
  readonly address: string;
  /** Settles when the server process is gone, whoever ended it. */
  readonly ended: Promise<string>;
  /** The last lines the server wrote. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

const readyWithin = 60_000;

function flagsFor(options: ServerOptions): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--enable-smoke-test-driver', '--disable-telemetry', '--reconnection-grace-time', '5'],
    ...['--user-data-dir', options.userData, '--server-data-dir', join(options.userData, 'srv')],
    ...['--extensions-dir', options.extensions],
    ...(options.restricted ? [] : ['--disable-workspace-trust']),
    ...(options.endsAlone ? ['--enable-remote-auto-shutdown'] : []),
  ];
}

/** Ends a process and all that it started: it leads a process group of its own, except on Windows. */
function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is already gone, which is what we wanted.
  }
}

async function addressOf(child: ChildProcess, output: () => string, ended: Promise<string>): Promise<string> {
  const printed = new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const port = /available at http:\/\/[^:]+:(\d+)|listening on (\d+)/i.exec(output());
      if (port !== null) resolve(`http://127.0.0.1:${port[1] ?? port[2] ?? ''}`);
    };
    child.stdout?.on('data', look);
    setTimeout(() => reject(new Error('it printed no port in time')), readyWithin).unref();
  });
  const failed = ended.then((how) => Promise.reject(new Error(how)));
  try {
    const address = await Promise.race([printed, failed]);
    await Promise.race([untilItAnswers(address), failed]);
    return address;
  } catch (error) {
    endGroup(child, 'SIGKILL');
    throw new Error(`The VS Code server did not start: ${String(error)}\n${output()}`, { cause: error });
  }
}

async function untilItAnswers(address: string): Promise<void> {
  const giveUp = Date.now() + readyWithin;
  for (;;) {
    const response = await fetch(`${address}/version`).catch(() => undefined);
    if (response?.ok === true) return;
    if (Date.now() > giveUp) throw new Error(`${address} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts a server, fetching it first where that was never done; when this resolves, a page can be opened. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const files = await fetchServer();
  const child = spawn(files.node, [files.main, ...flagsFor(options)], {
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
  });
  let text = '';
  const keep = (chunk: Buffer): void => void (text = (text + chunk.toString()).slice(-20_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const output = (): string => text;
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`The VS Code server could not be started: ${error.message}`));
    child.on('exit', (code, signal) => resolve(`The VS Code server ended (${signal ?? code ?? 'unknown'})`));
  });
  const killAtExit = (): void => endGroup(child, 'SIGKILL');
  process.on('exit', killAtExit);
  const stop = async (): Promise<void> => {
    endGroup(child, 'SIGTERM');
    const late = setTimeout(() => endGroup(child, 'SIGKILL'), 2000);
    await ended;
    clearTimeout(late);
    // The leader may go before its children do.
    endGroup(child, 'SIGKILL');
    process.off('exit', killAtExit);
  };
  return { address: await addressOf(child, output, ended), ended, output, stop };
}

/** Installs a packaged extension as a user would, into the given folders. */
export async function installExtension(vsix: string, userData: string, extensions: string): Promise<void> {
  const files: ServerFiles = await fetchServer();
  await runToEnd(
    files.node,
    [
      ...[files.main, '--install-extension', vsix, '--accept-server-license-terms'],
      ...['--user-data-dir', userData, '--server-data-dir', join(userData, 'srv')],
      ...['--extensions-dir', extensions],
    ],
    userData,
  );
}
