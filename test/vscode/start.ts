// `npm start`: builds the extension and opens it on the examples, in a desktop VS Code where there is one, else in a
// served one whose address it prints. `--served` wants the served one in any case, `--check` ends as soon as it is ready.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { copyOf, temporaryFolder, writeSettings } from './profile';
import { startServer } from './server';
import { workbenchAddress } from './workbench';

const checkout = resolve(import.meta.dirname, '..', '..');

/** Runs a command with this terminal as its own; resolves with its exit code. */
async function inTerminal(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, {
    cwd: checkout,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function desktopCommand(): string | undefined {
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

async function openDesktop(command: string, extension: string, workspace: string): Promise<number> {
  console.log(`Opening ${workspace} in VS Code with the extension loaded.`);
  return inTerminal(command, ['--new-window', `--extensionDevelopmentPath=${extension}`, workspace]);
}

function untilInterrupted(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve('Stopped.'));
  });
}

async function serve(extension: string, examples: string, endWhenReady: boolean): Promise<number> {
  const userData = temporaryFolder();
  writeSettings(userData, { theme: 'dark', reducedMotion: false });
  const server = await startServer({
    userData,
    extensions: join(userData, 'extensions'),
    restricted: false,
    endsAlone: false,
  });
  const workspace = copyOf(examples);
  const address = workbenchAddress({ address: server.address, workspace, extensions: [extension] });
  console.log(
    `\nBackprop Lens is ready, on a copy of the examples. Open this address in a browser:\n\n${address}\n`,
  );
  if (endWhenReady) {
    await server.stop();
    return 0;
  }
  console.log('Ctrl-C stops it.');
  const how = await Promise.race([untilInterrupted(), server.ended]);
  console.log(how);
  await server.stop();
  return how === 'Stopped.' ? 0 : 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      served: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      extension: { type: 'string', default: checkout },
    },
  });
  if (!values['no-build']) {
    const code = await inTerminal(process.execPath, [join(checkout, 'esbuild.js')]);
    if (code !== 0) return code;
  }
  const extension = resolve(values.extension);
  const examples = join(checkout, 'examples');
  const desktop = values.served || values.check ? undefined : desktopCommand();
  if (desktop !== undefined) return openDesktop(desktop, extension, examples);
  return serve(extension, examples, values.check);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
