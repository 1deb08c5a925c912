// Compiles the AssemblyScript kernels, once per state of their sources: used by esbuild.js, the tests and the benchmark.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');

const sources = join(__dirname, 'assembly');
const checkout = resolve(__dirname, '..', '..', '..');
const cache = join(checkout, 'node_modules', '.cache', 'backprop-lens');

/** The features that each variant takes from the engine, as asc calls them. */
const variants = { simd: ['simd'], relaxed: ['simd', 'relaxed-simd'] };

const settings = [
  '--optimizeLevel=3',
  '--shrinkLevel=0',
  '--converge',
  '--noAssert',
  '--uncheckedBehavior=always',
  '--runtime=stub',
  '--importMemory',
  '--noExportMemory',
  '--use=abort=',
];

/** The source files with their texts, in a fixed order. */
function readSources() {
  return readdirSync(sources)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => [name, readFileSync(join(sources, name), 'utf8')]);
}

function keyOf(variant, files) {
  const hash = createHash('sha256');
  for (const part of [readFileSync(__filename), require('assemblyscript/package.json').version, variant]) {
    hash.update(part);
  }
  for (const [name, text] of files) hash.update(`${name}\n${text}`);
  return hash.digest('hex').slice(0, 16);
}

/** Runs the compiler in this process. @throws Error with the compiler's messages */
async function compile(variant) {
  const asc = await import('assemblyscript/asc');
  let binary;
  const messages = asc.createMemoryStream();
  const features = variants[variant].flatMap((feature) => ['--enable', feature]);
  const entry = relative(checkout, join(sources, 'index.ts'));
  const { error } = await asc.main(
    [entry, '--baseDir', checkout, '--outFile', 'kernels.wasm', ...settings, ...features],
    {
      stdout: messages,
      stderr: messages,
      writeFile: (name, contents) => {
        if (name.endsWith('kernels.wasm')) binary = contents;
      },
    },
  );
  if (error !== null || binary === undefined) {
    throw new Error(`The ${variant} kernels do not compile.\n${messages.toString()}`, { cause: error });
  }
  return binary;
}

/** The WebAssembly module of a variant, 'simd' or 'relaxed'; kept in node_modules/.cache until a source changes. */
async function compileKernels(variant) {
  const kept = join(cache, `kernels.${variant}.${keyOf(variant, readSources())}.wasm`);
  try {
    return readFileSync(kept);
  } catch {
    // Not compiled yet.
  }
  const binary = await compile(variant);
  mkdirSync(dirname(kept), { recursive: true });
  // Renamed into place, so that a process that looks at the same time never sees half of it.
  const scratch = `${kept}.${process.pid}`;
  writeFileSync(scratch, binary);
  renameSync(scratch, kept);
  return Buffer.from(binary);
}

/**
 * A plugin of esbuild that answers imports of `kernels.simd.wasm` and `kernels.relaxed.wasm` with functions that give their bytes: every process
 * uses one of them, and some none, so neither is decoded before.
 */
function embedKernels() {
  return {
    name: 'embed-kernels',
    setup(build) {
      build.onResolve({ filter: /kernels\.(simd|relaxed)\.wasm$/ }, ({ path }) => ({
        path: /kernels\.(\w+)\.wasm$/.exec(path)[1],
        namespace: 'kernels',
      }));
      build.onLoad({ filter: /.*/, namespace: 'kernels' }, async ({ path }) => ({
        contents: `export default () => Uint8Array.from(atob('${(await compileKernels(path)).toString('base64')}'), (each) => each.charCodeAt(0));`,
        loader: 'js',
        watchFiles: readSources().map(([name]) => join(sources, name)),
      }));
    },
  };
}

module.exports = { compileKernels, embedKernels };
