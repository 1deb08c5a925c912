/** What the tests of the study of time share: asking it about a text. */
import { strict as assert } from 'node:assert';
import type { Files } from '../../../src/base/source';
import { readSource } from '../../../src/readers/table';
import { noOverrides } from '../../../src/readers/reader';
import {
  sequenceStudy,
  type SequenceAnswer,
  type SequenceQuestion,
} from '../../../src/studies/sequence/study';
import type { Subject } from '../../../src/studies/study';
import { referenceKernels } from '../../../src/tensor/reference';
import type { Network } from '../../../src/graph/network';

/** What is asked unless a test says otherwise. */
export const plainQuestion: SequenceQuestion = { layer: null, pass: 0, steps: null, start: 'own' };

/** A text as a subject, its network changed if need be. */
export function subjectOf(
  text: string,
  change: (network: Network) => Network = (network) => network,
): Subject {
  const source = { path: 'case.network.yaml', text };
  const files: Files = new Map();
  const { networks, problems } = readSource(source, files, noOverrides);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return {
    source,
    files,
    network: change(network),
    index: 0,
    kernels: referenceKernels('float64'),
    memoryLimit: 2 ** 31,
    checkpoint: () => undefined,
  };
}

/** The last answer. @throws StudyRefused */
export function answered(subject: Subject, question: Partial<SequenceQuestion> = {}): SequenceAnswer {
  const steps = sequenceStudy.answer(subject, { ...plainQuestion, ...question });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
