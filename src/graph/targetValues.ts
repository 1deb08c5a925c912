/** Which values the targets of a loss may have, with a sentence about the first that may not. */
import { counted, wholeNumber } from '../base/numbers';
import { sizeOf } from '../tensor/tensor';
import type { TargetNode } from './network';

/** The first of all samples' targets that the loss cannot compare with, as a sentence; undefined when all fit. Samples count from 1. */
export function wrongTarget(targets: ArrayLike<number>, target: TargetNode): string | undefined {
  const fits = valueCheck(target);
  for (let place = 0; place < targets.length; place += 1) {
    const value = targets[place] ?? NaN;
    if (fits(value)) continue;
    const sample = wholeNumber(Math.floor(place / Math.max(1, sizeOf(target.sampleShape))) + 1);
    return target.meaning === 'classes'
      ? `Sample ${sample} has the class ${value}, but the network tells ${counted(target.classCount, 'class', 'classes')} apart: 0 to ${target.classCount - 1}.`
      : `Sample ${sample} has the target ${value}, but this loss compares with ${wantedValues[target.meaning]}.`;
  }
  return undefined;
}

const wantedValues = {
  binary: '0 and 1',
  signs: '-1 and 1',
  probabilities: 'probabilities',
  counts: 'numbers from 0 on',
  values: 'numbers',
} as const satisfies Record<Exclude<TargetNode['meaning'], 'classes'>, string>;

/** Targets that are not numbers are passed on as they are, so that the engine shows what they do, but never as class indices. */
function valueCheck({ meaning, classCount, ignored }: TargetNode): (value: number) => boolean {
  switch (meaning) {
    case 'classes':
      return (value) => value === ignored || (Number.isInteger(value) && value >= 0 && value < classCount);
    case 'signs':
      return (value) => Number.isNaN(value) || Math.abs(value) === 1;
    case 'counts':
      return (value) => Number.isNaN(value) || value >= 0;
    case 'binary':
    case 'probabilities':
      return (value) => Number.isNaN(value) || (value >= 0 && value <= 1);
    case 'values':
      return () => true;
  }
}
