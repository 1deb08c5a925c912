// Builds everything that is shipped into dist/: host, worker, command line, panel, and host and worker once more for the browser.
//   --production     minified, without source maps     --watch     builds again on every change
//   --if-possible    does nothing where esbuild is not installed (an install without development dependencies)
const {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { join, relative } = require('node:path');
const { embedKernels } = require('./src/tensor/wasm/compile.cjs');

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const root = (...parts) => join(__dirname, ...parts);

/** Whether what runs has the modules of Node. */
const inNode =
  "typeof require === 'function' && typeof process === 'object' && Boolean(process.versions?.node)";

const shared = {
  absWorkingDir: __dirname,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  plugins: [embedKernels()],
  define: { 'process.env.NODE_ENV': JSON.stringify(production ? 'production' : 'development') },
};
// Modules first: jsonc-parser's `main` is UMD, whose inner requires no bundler can follow.
const forNode = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
};
// What is imported when somebody asks for it stays a file of its own; VS Code hands out its API by `require` only.
const forHost = {
  ...forNode,
  external: ['vscode'],
  supported: { 'dynamic-import': false },
  plugins: [...forNode.plugins, leaveLater()],
};
// esbuild leaves `node:` imports alone on this platform; `refuseNode` does not.
const forBrowser = {
  ...shared,
  platform: 'browser',
  target: 'es2022',
  plugins: [refuseNode(), embedKernels()],
};

/** Each bundle by the file it becomes. */
const bundles = {
  'dist/extension.js': { ...forHost, entryPoints: ['src/host/extension.ts'] },
  'dist/later.js': { ...forHost, entryPoints: ['src/host/later.ts'] },
  'dist/worker.js': {
    ...forBrowser,
    target: ['es2022', 'node20'],
    format: 'iife',
    stdin: workersAndCommand(),
    plugins: [
      nodeWhereItIs(['workers-and-command.js', 'src/cli/', 'src/worker/main.ts', 'src/base/diskFile.ts']),
      refuseNode(),
      embedKernels(),
    ],
  },
  'dist/browser/extension.js': {
    ...forBrowser,
    plugins: [withoutDisk(), refuseNode(), embedKernels()],
    entryPoints: ['src/host/browser.ts'],
    format: 'cjs',
    external: ['vscode'],
  },
  'dist/webview/main.js': { ...forBrowser, entryPoints: ['webview/main.ts'], format: 'iife' },
};

/**
 * Both workers and the command line hold the same engine and readers: one file is a worker in a thread or a browser, and a command elsewhere. All
 * is imported, nothing required: then esbuild puts every module into one scope, of which less is loaded, and faster, than of a function for each.
 */
function workersAndCommand() {
  const starts = {
    browser: 'src/worker/browser.ts',
    command: 'src/cli/main.ts',
    thread: 'src/worker/main.ts',
  };
  const lines = Object.entries(starts).map(([name, file]) =>
    existsSync(root(file))
      ? `import { start as ${name} } from './${file}';`
      : `const ${name} = () => undefined;`,
  );
  const contents = `${lines.join('\n')}
    import { isMainThread } from 'node:worker_threads';
    if (!(${inNode})) browser();
    else if (isMainThread) command();
    else thread();`;
  return { contents, resolveDir: __dirname, sourcefile: 'workers-and-command.js' };
}

/** The command under its own name. */
function writeCommand() {
  writeFileSync(root('dist', 'cli.js'), "#!/usr/bin/env node\nrequire('./worker.js');\n");
  chmodSync(root('dist', 'cli.js'), 0o755);
}

/** Leaves the import of the second host bundle in place; VS Code in the browser knows one bundle only and has it all in that. */
function leaveLater() {
  return {
    name: 'leave-later',
    setup(build) {
      build.onResolve({ filter: /^\.\/later$/ }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: './later.js', external: true } : undefined,
      );
    },
  };
}

/** Puts what a browser knows of links of the disk in the place of what Node knows. */
function withoutDisk() {
  return {
    name: 'without-disk',
    setup(build) {
      build.onResolve({ filter: /\/platform\/realPath$/ }, () => ({
        path: root('src', 'host', 'platform', 'realPath.browser.ts'),
      }));
    },
  };
}

const { builtinModules } = require('node:module');

/** The modules of Node, with or without `node:`. */
const builtin = new RegExp(`^(node:.+|(${builtinModules.join('|')})(/.*)?)$`);

/** Where a file that imports something stands. */
function placeOf(importer) {
  return relative(__dirname, importer).replaceAll('\\', '/');
}

/** Gives what stands under some paths the modules of Node where there are any; in a browser, where nobody calls it, they are empty. */
function nodeWhereItIs(paths) {
  const namespace = 'node-where-it-is';
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: builtin }, ({ path, importer, namespace: of }) => {
        if (of === namespace) return { path, external: true };
        return paths.some((start) => placeOf(importer).startsWith(start)) ? { path, namespace } : undefined;
      });
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `module.exports = ${inNode} ? require('${path}') : {};`,
      }));
    },
  };
}

/** Fails the build when something meant for the browser imports a module of Node. */
function refuseNode() {
  return {
    name: 'refuse-node',
    setup(build) {
      build.onResolve({ filter: builtin }, ({ path, importer }) => ({
        errors: [{ text: `${importer} imports ${path}, which no browser has` }],
      }));
    },
  };
}

/** Files that are shipped as they are. */
function copyFiles() {
  const schema = root('src', 'readers', 'network-file', 'network.schema.json');
  mkdirSync(root('dist'), { recursive: true });
  if (existsSync(schema)) copyFileSync(schema, root('dist', 'network.schema.json'));
  rmSync(root('dist', 'examples'), { recursive: true, force: true });
  if (existsSync(root('examples'))) cpSync(root('examples'), root('dist', 'examples'), { recursive: true });
}

/** The rules' pages. What they link to beside each other (the source) is not shipped: there the text of the link stays. */
function copyRulePages() {
  const from = root('src', 'analysis', 'rules');
  const to = root('dist', 'rules');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const pages = (existsSync(from) ? readdirSync(from) : []).filter((name) => name.endsWith('.md'));
  for (const name of pages) {
    const text = readFileSync(join(from, name), 'utf8').replaceAll(
      '[limits.ts](limits.ts)',
      'the setting `backpropLens.limits` sets others',
    );
    const links = /\[([^\]]+)\]\(([^)]+)\)/g;
    const page = text.replace(links, (link, words, target) =>
      pages.includes(target) || /^https?:/.test(target) ? link : words,
    );
    const rule = name.replace('.md', '');
    const comment = `In YAML a comment silences it too: \`# backprop-lens: ignore[${rule}]\` behind a line, above it, or above the whole file.`;
    const shipped = `${page.trimEnd()}\n\n${comment}\n`;
    writeFileSync(join(to, name), shipped);
  }
}

/** Prints the weight of each bundle, heaviest part first with --production. */
function weigh(outputs) {
  for (const [path, { bytes }] of Object.entries(outputs)) {
    if (!path.endsWith('.map')) console.log(`${path.padEnd(28)} ${(bytes / 1000).toFixed(1).padStart(8)} kB`);
  }
}

async function main() {
  let esbuild;
  try {
    esbuild = require('esbuild');
  } catch (error) {
    if (flags.has('--if-possible')) return;
    throw error;
  }
  copyFiles();
  copyRulePages();
  writeCommand();
  // While the repository grows, an entry may not be written yet.
  const wanted = Object.entries(bundles).filter(
    ([, { entryPoints }]) => entryPoints === undefined || existsSync(root(entryPoints[0])),
  );
  if (flags.has('--watch')) {
    for (const [outfile, options] of wanted) {
      await (await esbuild.context({ ...options, outfile, logLevel: 'info' })).watch();
    }
    return;
  }
  const results = await Promise.all(
    wanted.map(([outfile, options]) => esbuild.build({ ...options, outfile })),
  );
  for (const { metafile } of results) weigh(metafile.outputs);
}

main().catch((error) => {
  // esbuild has printed its own messages by now.
  if (error.errors === undefined) console.error(error);
  process.exit(1);
});
