// Measures TensorFlow.js: `tfjs.cjs FOLDER` takes the packages from FOLDER, reads the workloads as JSON from standard input, prints one
// JSON line for each. Threads are off: everything here runs on one.
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { text } = require('node:stream/consumers');

const folder = process.argv[2];
const installed = createRequire(join(folder, 'package.json'));
const fewest = 5;
const most = 2000;

function productRun(tf, { size }) {
  const values = (offset) =>
    Float32Array.from({ length: size * size }, (_, index) => Math.sin(index + offset));
  const [a, b] = [0, 1].map((offset) => tf.tensor2d(values(offset), [size, size]));
  return () => tf.tidy(() => tf.matMul(a, b).dataSync()[0]);
}

function networkRun(tf, { widths, activation, batch }) {
  const parameters = widths.slice(1).map((outputs, index) => ({
    weight: tf.variable(tf.randomUniform([widths[index], outputs], -0.1, 0.1)),
    bias: tf.variable(tf.zeros([outputs])),
  }));
  const x = tf.randomNormal([batch, widths[0]]);
  const classes = widths.at(-1);
  const target = tf.oneHot(
    Array.from({ length: batch }, (_, index) => index % classes),
    classes,
  );
  const loss = () => {
    const scores = parameters.reduce((value, { weight, bias }, index) => {
      const z = tf.add(tf.matMul(value, weight), bias);
      return index === parameters.length - 1 ? z : tf[activation](z);
    }, x);
    return tf.losses.softmaxCrossEntropy(target, scores);
  };
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss);
      // Reading the results ends what is still under way.
      value.dataSync();
      Object.values(grads)[0].dataSync();
    });
}

function measure(run, seconds) {
  let samples = [];
  for (const share of [0.3, 1]) {
    samples = [];
    const until = performance.now() + share * seconds * 1000;
    while (samples.length < fewest || (performance.now() < until && samples.length < most)) {
      const started = performance.now();
      run();
      samples.push(performance.now() - started);
    }
  }
  return samples;
}

async function main() {
  const tf = installed('@tensorflow/tfjs');
  const { setThreadsCount, setWasmPaths } = installed('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(join(folder, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', '/'));
  setThreadsCount(1);
  if (!(await tf.setBackend('wasm'))) throw new Error('Error: the WASM backend does not start');
  await tf.ready();
  const { seconds, workloads } = JSON.parse(await text(process.stdin));
  for (const workload of workloads) {
    const run = workload.kind === 'product' ? productRun(tf, workload) : networkRun(tf, workload);
    console.log(JSON.stringify({ workload: workload.name, milliseconds: measure(run, seconds) }));
  }
}

void main();
