// Measures jax-js: `jaxjs.cjs FOLDER` takes the package from FOLDER, reads one workload as JSON from standard input and prints one line of
// JSON. Its arrays are used up by what takes them; `.ref` keeps one.
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { text } = require('node:stream/consumers');
const { pathToFileURL } = require('node:url');
const { measure } = require('./measure.cjs');

const [folder] = process.argv.slice(2);

function uniformOf(np, shape, bound) {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: size }, (_, index) => bound * Math.sin(12.9898 * index));
  return np.array(values).reshape(shape);
}

function productRun({ np, uniform }, { size }) {
  const [a, b] = [uniform([size, size], 1), uniform([size, size], 1)];
  return async () => void (await np.matmul(a.ref, b.ref).data());
}

/** First parameters, and the scores from parameters (which may be used up) and an input. */
const models = {
  mlp: ({ np, nn, uniform }, { widths, activation }) => {
    const layers = widths.slice(1).map((outputs, index) => ({
      weight: uniform([widths[index], outputs], 0.1),
      bias: np.zeros([outputs]),
    }));
    const scores = (parameters, x) =>
      parameters.reduce((value, { weight, bias }, index) => {
        const z = np.matmul(value, weight).add(bias);
        return index === parameters.length - 1 ? z : nn[activation](z);
      }, x);
    return { parameters: layers, sample: [widths[0]], classes: widths.at(-1), scores };
  },
  cnn: ({ np, nn, lax, uniform }, { channels, size, classes }) => {
    const filters = channels.slice(1).map((outputs, index) => uniform([outputs, channels[index], 3, 3], 0.1));
    const parameters = { filters, head: uniform([channels.at(-1), classes], 0.1) };
    const scores = (given, x) => {
      const features = given.filters.reduce(
        (value, filter) => nn.relu(lax.convGeneralDilated(value, filter, [1, 1], 'SAME')),
        x,
      );
      return np.matmul(features.mean([2, 3]), given.head);
    };
    return { parameters, sample: [channels[0], size, size], classes, scores };
  },
};

function networkRun(jax, { model, batch }) {
  const { np, nn, jit, valueAndGrad, uniform } = jax;
  const build = models[model.kind];
  if (!build) throw new Error(`Error: ${model.kind} is not built here`);
  const { parameters, sample, classes, scores } = build(jax, model);
  const x = uniform([batch, ...sample], 1);
  const target = nn.oneHot(
    np.array(Int32Array.from({ length: batch }, (_, index) => index % classes)),
    classes,
  );
  const step = jit(
    valueAndGrad((given, input, labels) =>
      nn
        .logSoftmax(scores(given, input))
        .mul(labels)
        .sum()
        .mul(-1 / batch),
    ),
  );
  const kept = (value) => {
    if (Array.isArray(value)) return value.map(kept);
    if ('ref' in value) return value.ref;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, kept(inner)]));
  };
  const read = async (value) => {
    if (Array.isArray(value)) for (const inner of value) await read(inner);
    else if ('data' in value) await value.data();
    else for (const inner of Object.values(value)) await read(inner);
  };
  return async () => {
    const [loss, gradients] = step(kept(parameters), x.ref, target.ref);
    await read(gradients);
    await loss.data();
  };
}

async function main() {
  const entry = createRequire(join(folder, 'package.json')).resolve('@jax-js/jax');
  const {
    init,
    defaultDevice,
    numpy: np,
    nn,
    lax,
    jit,
    valueAndGrad,
  } = await import(pathToFileURL(entry).href);
  await init('wasm');
  defaultDevice('wasm');
  const jax = { np, nn, lax, jit, valueAndGrad, uniform: (shape, bound) => uniformOf(np, shape, bound) };
  const { seconds, workload } = JSON.parse(await text(process.stdin));
  if (workload.kind === 'job') throw new Error('Error: the whole job is compared with PyTorch only');
  const run = workload.kind === 'product' ? productRun(jax, workload) : networkRun(jax, workload);
  console.log(JSON.stringify(await measure(run, seconds)));
}

main().catch((error) => {
  console.error(String(error.message).split('\n')[0]);
  process.exitCode = 1;
});
