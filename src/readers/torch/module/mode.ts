/** Puts a module into training or evaluation mode before it is traced. */
import type { Program } from '../../python/read/program';
import { callValue } from '../../python/read/sites';
import type { InstanceValue } from '../../python/values/value';

/** module.train() or module.eval(). */
export function callMethod(program: Program, module: InstanceValue, mode: 'train' | 'eval'): void {
  callValue(program, program.machine.getAttribute(module, mode), []);
}
