// Measures TensorFlow.js: `tfjs.cjs FOLDER wasm|cpu` takes the packages from FOLDER, reads one workload as JSON from standard input and
// prints one line of JSON. Threads are off: everything here runs on one.
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { text } = require('node:stream/consumers');
const { measure } = require('./measure.cjs');

const [folder, backend] = process.argv.slice(2);
const installed = createRequire(join(folder, 'package.json'));

function productRun(tf, { size }) {
  const values = (offset) =>
    Float32Array.from({ length: size * size }, (_, index) => Math.sin(index + offset));
  const [a, b] = [0, 1].map((offset) => tf.tensor2d(values(offset), [size, size]));
  return () => tf.tidy(() => tf.matMul(a, b).dataSync()[0]);
}

/** Parameters and the way from input to scores, for the models that TensorFlow.js' plain ops spell. */
const models = {
  mlp: (tf, { widths, activation }) => {
    const parameters = widths.slice(1).map((outputs, index) => ({
      weight: tf.variable(tf.randomUniform([widths[index], outputs], -0.1, 0.1)),
      bias: tf.variable(tf.zeros([outputs])),
    }));
    const scores = (x) =>
      parameters.reduce((value, { weight, bias }, index) => {
        const z = tf.add(tf.matMul(value, weight), bias);
        return index === parameters.length - 1 ? z : tf[activation](z);
      }, x);
    return { sample: [widths[0]], classes: widths.at(-1), scores };
  },
  cnn: (tf, { channels, size, classes }) => {
    const filters = channels
      .slice(1)
      .map((outputs, index) => tf.variable(tf.randomUniform([3, 3, channels[index], outputs], -0.1, 0.1)));
    const head = tf.variable(tf.randomUniform([channels.at(-1), classes], -0.1, 0.1));
    const scores = (x) => {
      const features = filters.reduce((value, filter) => tf.relu(tf.conv2d(value, filter, 1, 'same')), x);
      return tf.matMul(tf.mean(features, [1, 2]), head);
    };
    return { sample: [size, size, channels[0]], classes, scores };
  },
  lstm: (tf, { units, steps, features, classes }) => {
    const kernel = tf.variable(tf.randomUniform([features + units, 4 * units], -0.1, 0.1));
    const bias = tf.variable(tf.zeros([4 * units]));
    const head = tf.variable(tf.randomUniform([units, classes], -0.1, 0.1));
    const scores = (x) => {
      let c = tf.zeros([x.shape[0], units]);
      let h = c;
      const forgetBias = tf.scalar(0);
      for (const step of tf.unstack(x, 1)) [c, h] = tf.basicLSTMCell(forgetBias, kernel, bias, step, c, h);
      return tf.matMul(h, head);
    };
    return { sample: [steps, features], classes, scores };
  },
};

function networkRun(tf, { model, batch }) {
  const build = models[model.kind];
  if (!build) throw new Error(`Error: ${model.kind} is not built here`);
  const { sample, classes, scores } = build(tf, model);
  const x = tf.randomNormal([batch, ...sample]);
  const target = tf.oneHot(
    Array.from({ length: batch }, (_, index) => index % classes),
    classes,
  );
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => tf.losses.softmaxCrossEntropy(target, scores(x)));
      // Reading the results ends what is still under way.
      value.dataSync();
      for (const gradient of Object.values(grads)) gradient.dataSync();
    });
}

function trainingRun(tf, { model, batch, samples, optimizer: name, rate, momentum }) {
  const { sample, classes, scores } = models[model.kind](tf, model);
  const x = tf.randomNormal([samples, ...sample]);
  const target = tf.oneHot(
    Array.from({ length: samples }, (_, index) => index % classes),
    classes,
  );
  const optimizer = name === 'adam' ? tf.train.adam(rate) : tf.train.momentum(rate, momentum);
  let order = [];
  return () =>
    tf.tidy(() => {
      if (order.length === 0) order = Array.from(tf.util.createShuffledIndices(samples));
      const rows = order.splice(0, batch);
      const loss = optimizer.minimize(
        () => tf.losses.softmaxCrossEntropy(tf.gather(target, rows), scores(tf.gather(x, rows))),
        true,
      );
      // Reading the result ends what is still under way.
      loss.dataSync();
    });
}

async function main() {
  const tf = installed('@tensorflow/tfjs');
  if (backend === 'wasm') {
    const { setThreadsCount, setWasmPaths } = installed('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(join(folder, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', '/'));
    setThreadsCount(1);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`Error: the ${backend} backend does not start`);
  await tf.ready();
  const { seconds, workload } = JSON.parse(await text(process.stdin));
  if (workload.kind === 'job') throw new Error('Error: the whole job is compared with PyTorch only');
  const runs = { product: productRun, network: networkRun, training: trainingRun };
  const run = runs[workload.kind](tf, workload);
  console.log(JSON.stringify(await measure(run, seconds)));
}

main().catch((error) => {
  console.error(String(error.message).split('\n')[0]);
  process.exitCode = 1;
});
