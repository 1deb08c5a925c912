/** Asks studies about network files and examples, as the worker does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { errorTermsStudy, type ErrorTermsAnswer } from '../../../src/studies/product/errorTerms';
import { productStudy, type ProductAnswer, type ProductQuestion } from '../../../src/studies/product/study';
import type { Subject } from '../../../src/studies/study';
import { referenceKernels } from '../../../src/tensor/reference';
import type { FloatType } from '../../../src/tensor/tensor';
import { examples } from '../../inspect/sources';

/** The subject of a network file given as text. */
export function subjectOf(text: string, floatType: FloatType = 'float64'): Subject {
  const source = { path: 'case.network.yaml', text };
  const { networks, problems } = readSource(source, new Map(), noOverrides);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return {
    ...{ source, network, files: new Map(), index: 0, memoryLimit: 2 ** 31 },
    ...{ kernels: referenceKernels(floatType), checkpoint: () => undefined },
  };
}

/** The text of an example. */
export function exampleText(name: string): string {
  return readFileSync(path.join(examples, name), 'utf8');
}

/** The whole answer about a parameter. */
export function productOf(
  subject: Subject,
  parameter: string,
  element: ProductQuestion['element'] = null,
): ProductAnswer {
  return last(productStudy.answer(subject, { parameter, element }));
}

/** The whole answer about a sample. */
export function errorTermsOf(subject: Subject, sample = 0): ErrorTermsAnswer {
  return last(errorTermsStudy.answer(subject, { sample }));
}

function last<Answer>(steps: Generator<Answer, Answer>): Answer {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
