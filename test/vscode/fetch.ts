// Fetches the VS Code server that the npm package code-server carries into a cache outside the checkout, once.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** What it takes to start a server: a Node of the version the server wants, and the server's entry. */
export interface ServerFiles {
  readonly node: string;
  readonly main: string;
}

export const serverVersion = '4.139.1';
const nodeMajor = '24';
const serverInPackage = join('node_modules', 'code-server', 'lib', 'vscode');
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];

/** The npm package that carries a Node binary for this machine; npm has one for every platform, not all named alike. */
function nodePackage(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${name}-${platform}-${process.arch}`;
}

function cacheFolder(): string {
  const home = homedir();
  const usual =
    process.platform === 'darwin'
      ? join(home, 'Library', 'Caches')
      : process.platform === 'win32'
        ? join(home, 'AppData', 'Local')
        : join(home, '.cache');
  const wanted = process.platform === 'win32' ? process.env['LOCALAPPDATA'] : process.env['XDG_CACHE_HOME'];
  return join(wanted === undefined || wanted === '' ? usual : wanted, 'backprop-lens');
}

function filesIn(folder: string): ServerFiles {
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  return {
    node: join(folder, 'node_modules', nodePackage(), 'bin', executable),
    main: join(folder, serverInPackage, 'out', 'server-main.js'),
  };
}

/** Runs one command to its end; on failure the error carries the last lines that it wrote. */
export async function runToEnd(command: string, args: readonly string[], folder: string): Promise<void> {
  const child = spawn(command, args, {
    cwd: folder,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-4000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`\`${command} ${args.join(' ')}\` ended with ${String(code)}:\n${output}`);
}

async function install(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await runToEnd(
    'npm',
    ['install', ...quiet, `code-server@${serverVersion}`, `${nodePackage()}@${nodeMajor}`],
    folder,
  );
  await runToEnd(
    'npm',
    ['install', ...quiet, '--omit=dev', '--legacy-peer-deps'],
    join(folder, serverInPackage),
  );
  const files = filesIn(folder);
  for (const file of [files.node, files.main]) {
    if (!existsSync(file)) throw new Error(`The VS Code server was installed, but without ${file}`);
  }
}

/** What an interrupted fetch left behind is large; younger than an hour, it may be a fetch in progress. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    const abandoned = name.includes('.partial-') && Date.now() - (await stat(path)).mtimeMs > 3_600_000;
    if (abandoned) await rm(path, { recursive: true, force: true });
  }
}

/** The server's files, fetched first if this machine has never fetched them. */
export async function fetchServer(): Promise<ServerFiles> {
  const target = join(cacheFolder(), `server-${serverVersion}-${process.platform}-${process.arch}`);
  if (existsSync(target)) return filesIn(target);
  console.log(`Fetching the VS Code server ${serverVersion} (about 800 MB, once) into ${target} ...`);
  const started = Date.now();
  await mkdir(dirname(target), { recursive: true });
  await removeAbandoned(dirname(target));
  const scratch = await mkdtemp(`${target}.partial-`);
  try {
    await install(scratch);
    await rename(scratch, target);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    // Another process may have finished the same fetch in the meantime; its result is as good as ours.
    if (!existsSync(target)) throw new Error('The VS Code server could not be fetched.', { cause: error });
  }
  console.log(`Fetched the VS Code server in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  return filesIn(target);
}
