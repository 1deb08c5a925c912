/** The modules of torch that change nothing of a network: devices, mixed precision, backends, versions. */
import { native } from '../../python/builtins/native';
import type { BuiltinModule } from '../../python/read/moduleTable';
import { bool, none, str } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { recorderOf } from '../../tensors/recorder';
import { flag } from '../../tensors/arguments';
import { quantizedModules } from './quantizedModules';
import { amplifierSource, backendsSource, deviceSource, processesSource } from './modesSource';

/** `_set_grad(mode)`: whether gradients are recorded from here on; gives what it was before. */
export const setGradFunction: Value = native('_set_grad', 'mode', (machine, mode) => {
  const recorder = recorderOf(machine);
  const before = recorder.gradEnabled;
  recorder.gradEnabled = flag(machine, mode);
  return bool(before);
});

const device: BuiltinModule = { source: deviceSource };
const amplifier: BuiltinModule = { source: amplifierSource };

/** Those modules by their dotted names. */
export const inertModules: Readonly<Record<string, BuiltinModule>> = {
  ...quantizedModules,
  'torch.cuda': device,
  'torch.mps': device,
  'torch.xpu': device,
  'torch.cpu': device,
  'torch.accelerator': device,
  'torch.multiprocessing': { source: processesSource },
  'torch.amp': amplifier,
  'torch.cuda.amp': amplifier,
  'torch.cpu.amp': amplifier,
  // Products with sparse matrices; every matrix is dense here.
  'torch.sparse': { source: 'from torch import spmm as mm\n' },
  'torch.backends': { source: backendsSource },
  'torch.backends.cudnn': {
    source:
      'enabled, benchmark, deterministic, allow_tf32 = True, False, False, True\ndef is_available():\n    return False\n',
  },
  'torch._C': {
    source: 'def _log_api_usage_once(*args, **kwargs):\n    pass\n_get_tracing_state = _log_api_usage_once\n',
  },
  'torch.version': {
    values: () => [
      ['__version__', str('2.13.0')],
      ['cuda', none],
      ['hip', none],
    ],
  },
  'torch.random': {
    source: 'from torch import manual_seed, seed, initial_seed, get_rng_state, set_rng_state\n',
  },
};
