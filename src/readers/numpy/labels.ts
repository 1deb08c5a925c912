/** Labels of data sets: arrays of which nothing is known but how many classes there are. */
import type { Content } from '../tensors/content';
import type { TensorValue } from '../tensors/tensorValue';

const classCounts = new WeakMap<Content, number>();

/** Notes how many classes the labels in an array have. */
export function noteClasses({ content }: TensorValue, count: number): void {
  classCounts.set(content, count);
}

/** How many classes the labels have that an array was made of; null where nothing says so. */
export function classesNoted(tensor: TensorValue): number | null {
  let { content } = tensor;
  for (let depth = 0; depth < 20; depth += 1) {
    const count = classCounts.get(content);
    if (count !== undefined) return count;
    const next: TensorValue | undefined = content.kind === 'placeholder' ? content.made?.args[0] : undefined;
    if (!next) break;
    ({ content } = next);
  }
  return null;
}
