/** Every module that a program finds beside Python's own: those of each framework, and the libraries that all of them use. */
import { einopsModules } from '../einops/modules';
import { environmentModules } from '../environments/modules';
import { kerasModules } from '../keras/modules';
import { numpyModules } from '../numpy/modules';
import type { BuiltinModule, ModuleTable } from '../python/read/moduleTable';
import { torchModules } from '../torch/modules';

/** All modules by their dotted names. */
export const programModules: ModuleTable = new Map<string, BuiltinModule>([
  ...torchModules,
  ...Object.entries({ ...numpyModules, ...einopsModules, ...kerasModules, ...environmentModules }),
]);
