/** Tensors that come from files and gradients that go into one, so that anyone can hold the engine against another framework. */
import { writeFile } from 'node:fs/promises';
import type { ByteSource } from '../base/byteSource';
import type { NetworkReport } from '../analysis/report';
import type { Inspection } from '../inspect/inspect';
import { writeSafetensors } from '../readers/tensor-files/safetensors';
import { readTensorFile } from '../readers/tensor-files/table';
import type { NamedTensors } from '../readers/tensor-files/tensors';
import { tensorOf, type Tensor } from '../tensor/tensor';
import { diskFile, whyUnreadable } from './regularFile';

/** A file of tensors that cannot be used; the message names it. */
export class TensorFileProblem extends Error {}

/** The tensors of a file, an unnamed one as `input`; null without a file. @throws TensorFileProblem */
export async function readTensors(file: string | null): Promise<NamedTensors | null> {
  if (file === null) return null;
  const tensors = readTensorFile(await sourceOf(file));
  if ('problem' in tensors) throw new TensorFileProblem(`${file}: ${tensors.problem}`);
  const unnamed = tensors.get('');
  return unnamed ? new Map([['input', unnamed]]) : tensors;
}

async function sourceOf(file: string): Promise<ByteSource> {
  try {
    return await diskFile(file);
  } catch (error) {
    throw new TensorFileProblem(`${file}: ${whyUnreadable(error)}`);
  }
}

/**
 * Writes the gradients of the one network that was inspected; a parameter that the loss does not reach is left out.
 * @throws TensorFileProblem, also where something that was asked for did not fit
 */
export async function writeGradients<Kind extends Inspection>(
  file: string,
  inspections: readonly Kind[],
  isWanted: (inspection: Kind, network: NetworkReport) => boolean,
): Promise<void> {
  const broken = inspections.find(({ report }) =>
    report.problems.some(({ severity }) => severity === 'error'),
  );
  if (broken) {
    throw new TensorFileProblem(
      `--gradients writes nothing while ${broken.report.path} has errors: they would be gradients of another network`,
    );
  }
  const found = inspections.flatMap((inspection) =>
    inspection.report.networks.flatMap((network, index) =>
      isWanted(inspection, network) ? [inspection.gradients(index)] : [],
    ),
  );
  const [gradients = null] = found;
  if (found.length > 1) {
    throw new TensorFileProblem(
      `--gradients takes one network, found ${found.length}; choose one by --network`,
    );
  }
  if (!gradients || gradients.loss === null) {
    throw new TensorFileProblem('--gradients has nothing to write: no loss was computed');
  }
  const tensors = new Map<string, Tensor>([['loss', tensorOf('float64', [], [gradients.loss])]]);
  for (const [parameter, gradient] of gradients.parameterGradients) {
    if (gradient) tensors.set(parameter, gradient);
  }
  await writeTensors(file, tensors);
}

/** Writes tensors by their names as safetensors. @throws TensorFileProblem */
export async function writeTensors(file: string, tensors: NamedTensors): Promise<void> {
  try {
    await writeFile(file, writeSafetensors(tensors));
  } catch (error) {
    throw new TensorFileProblem(`${file}: ${whyUnreadable(error)}`);
  }
}
