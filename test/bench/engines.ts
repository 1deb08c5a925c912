/** The engines that take turns: how each is started, and which workloads it is not asked for. */
import { join } from 'node:path';
import { supports } from '../../src/tensor/wasm/module';
import { fetchServer } from '../vscode/fetch';
import { peerFolder } from './peers';
import { type Workload } from './workloads';

/** A program that measures one workload that it reads from standard input. */
export interface Engine {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Why it is not asked for a workload, or null. */
  readonly spared: (workload: Workload) => string | null;
}

const folder = join('test', 'bench');

/** A Node that runs relaxed SIMD: this one, or the one of the VS Code server that the integration tests fetch. */
async function nodeWithRelaxed(): Promise<string> {
  return supports('relaxed') ? process.execPath : (await fetchServer()).node;
}

/** Plain loops, ours and TensorFlow.js' own, take minutes where the kernels take a second. */
function onlySmall(workload: Workload): string | null {
  if (workload.kind === 'product') return workload.size > 512 ? 'spared' : null;
  return workload.kind !== 'job' && workload.model.kind === 'mlp' ? null : 'spared';
}

function notJobs(workload: Workload): string | null {
  return workload.kind === 'job' ? 'spared' : null;
}

/** It has no optimizers of its own. */
function onlyGradients(workload: Workload): string | null {
  return workload.kind === 'training' ? 'spared' : notJobs(workload);
}

/** Every engine; those that cannot be had say why. PyTorch on one thread is the one that ratios are taken to. */
export async function enginesOf(): Promise<{
  readonly engines: readonly Engine[];
  readonly missing: readonly string[];
}> {
  const missing: string[] = [];
  const ours = (
    name: string,
    node: string,
    variant: string,
    spared: Engine['spared'] = () => null,
  ): Engine => ({
    name,
    command: node,
    args: ['--import', 'tsx', join(folder, 'engine.ts'), variant],
    spared,
  });
  const peers: Engine[] = [];
  const [tensorFlow, jax] = [await peerFolder('tfjs'), await peerFolder('jax-js')];
  if (typeof tensorFlow === 'string') {
    for (const backend of ['wasm', 'cpu']) {
      peers.push({
        name: `TF.js ${backend === 'wasm' ? 'WASM' : 'CPU'}`,
        command: process.execPath,
        args: [join(folder, 'tfjs.cjs'), tensorFlow, backend],
        spared: backend === 'wasm' ? notJobs : onlySmall,
      });
    }
  } else missing.push(`TensorFlow.js could not be installed: ${tensorFlow.message}`);
  if (typeof jax === 'string') {
    const args = [join(folder, 'jaxjs.cjs'), jax];
    peers.push({ name: 'jax-js WASM', command: process.execPath, args, spared: onlyGradients });
  } else missing.push(`jax-js could not be installed: ${jax.message}`);
  const given = process.env['BACKPROP_LENS_PYTHON'];
  const torch = (threads: number): Engine => ({
    name: `PyTorch, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    command: given === undefined || given === '' ? 'python3' : given,
    args: [join(folder, 'pytorch.py'), String(threads)],
    spared: () => null,
  });
  const engines = [
    ours('plain loops', process.execPath, 'reference', onlySmall),
    ours('SIMD', process.execPath, 'simd'),
    ours('relaxed SIMD', await nodeWithRelaxed(), 'relaxed'),
    ...peers,
    torch(2),
    torch(1),
  ];
  return { engines, missing };
}
