/** Generators as values: a suspended JavaScript generator over a frame, resumed with its own place on the stack of calls. */
import type { Frame } from '../evaluate/frame';
import { exception, exceptionClass, fail, isRaised, raised } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { none } from '../values/make';
import { Encountered } from '../values/unknown';
import type { IteratorValue, Value } from '../values/value';

/** A generator object that runs `body` in `frame` step by step. */
export function resumed(frame: Frame, name: string, body: Generator<Value, Value, Value>): IteratorValue {
  const { machine } = frame;
  let state: 'new' | 'suspended' | 'running' | 'done' = 'new';
  let result: Value = none;
  const resume = (advance: () => IteratorResult<Value, Value>): Value | undefined => {
    if (state === 'running') throw fail(machine, 'ValueError', 'generator already executing');
    const { activation } = frame;
    activation.back = machine.top;
    machine.top = activation;
    machine.depth += 1;
    state = 'running';
    try {
      if (machine.depth > machine.limits.depth)
        throw fail(machine, 'RecursionError', 'maximum recursion depth exceeded');
      const { done, value } = advance();
      state = done ? 'done' : 'suspended';
      if (!done) return value;
      if (frame.unknownEnd) throw new Encountered(frame.unknownEnd);
      result = value;
      return undefined;
    } catch (error) {
      state = 'done';
      if (isRaised(error, 'StopIteration'))
        throw fail(machine, 'RuntimeError', 'generator raised StopIteration');
      throw error;
    } finally {
      machine.depth -= 1;
      machine.top = activation.back;
    }
  };
  const send = (value: Value): Value | undefined => {
    if (state === 'done') {
      if (frame.unknownEnd) throw new Encountered(frame.unknownEnd);
      result = none;
      return undefined;
    }
    if (state === 'new' && value.kind !== 'none') {
      throw fail(machine, 'TypeError', "can't send non-None value to a just-started generator");
    }
    return resume(() => body.next(value));
  };
  const throwIn = (error: unknown): Value | undefined => {
    if (state === 'done') throw error;
    return resume(() => body.throw(error));
  };
  const close = (): void => {
    const started = state === 'suspended';
    if (started) closeBy(machine, throwIn);
    else state = 'done';
  };
  return {
    kind: 'iterator',
    typeName: 'generator',
    next: () => send(none),
    generator: { name, send, throwIn, close, result: () => result },
  };
}

/** Ends a suspended generator: GeneratorExit is raised where it stands, and must come out again. */
function closeBy(machine: Machine, throwIn: (error: unknown) => Value | undefined): void {
  try {
    const more = throwIn(raised(machine, exception(exceptionClass('GeneratorExit'))));
    if (more !== undefined) throw fail(machine, 'RuntimeError', 'generator ignored GeneratorExit');
  } catch (error) {
    if (!isRaised(error, 'GeneratorExit')) throw error;
  }
}
