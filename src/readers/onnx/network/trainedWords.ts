/** What is taken for granted about the numbers of a file: ONNX has no word for what is trained, and none for what was put together. */
import { counted } from '../../../base/numbers';
import type { Span } from '../../../base/span';
import { listed } from '../../../base/words';
import type { NetworkBuilder } from '../../../graph/builder';
import type { Tensor } from '../../../tensor/tensor';
import type { Stored } from '../record/operands';
import type { Recording } from '../record/recording';

/** Says which tensors are taken for weights and which are not. */
export function sayTrained(
  builder: NetworkBuilder,
  { kept, counts }: Recording,
  twins: ReadonlyMap<Tensor, Stored>,
  span: Span,
): void {
  const assume = (message: string): void => builder.assume({ about: 'training', message, span });
  if (counts.parameters > 0) {
    const others = [
      ...(counts.buffers > 0 ? [counted(counts.buffers, 'running statistic')] : []),
      ...[...kept].slice(0, 3).map((name) => `"${name}"`),
      ...(kept.size > 3 ? [counted(kept.size - 3, 'other constant')] : []),
    ];
    const but = others.length > 0 ? `, but not ${listed(others)}` : '';
    assume(
      `ONNX does not say what is trained: ${counted(counts.parameters, 'tensor')} of floats are taken for weights${but}.`,
    );
  }
  const tied = new Set([...twins.values()].map(({ name }) => name));
  for (const name of [...tied].slice(0, 3)) {
    assume(`A matrix of the file is "${name}" turned round; one weight is taken for both.`);
  }
}
