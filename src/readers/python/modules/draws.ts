/** The draws behind the random module: pure functions of seed and position, and not CPython's. */
import { numberOf } from '../builtins/checks';
import type { BuiltinModule } from '../read/moduleTable';
import { randomStream } from '../../../tensor/random';
import { builtin, float, none } from '../values/make';
import { indexOf } from '../evaluate/indices';
import { randomSource } from './smallSources';

export const randomModule: BuiltinModule = {
  values: () => [
    [
      '_uniform',
      builtin('_uniform', (machine, [seed = none, draw = none]) => {
        const stream = randomStream(Number(indexOf(machine, seed) ?? 0) >>> 0, 0);
        return float(stream.uniform(numberOf(machine, draw)));
      }),
    ],
    [
      '_normal',
      builtin('_normal', (machine, [seed = none, draw = none]) => {
        const stream = randomStream(Number(indexOf(machine, seed) ?? 0) >>> 0, 1);
        return float(stream.normal(numberOf(machine, draw)));
      }),
    ],
    ['_log', builtin('_log', (machine, [value = none]) => float(Math.log(numberOf(machine, value))))],
  ],
  source: randomSource,
};
