/** Hooks of torch.nn.Module: those of forward are called, those of backward and of loading change nothing here. */
import { native } from '../../python/builtins/native';
import { builtinClasses, nativeClass } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { int, none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { flag } from '../../tensors/arguments';
import { method, type Method } from './method';
import { stateIn, type Hook } from './state';

const handleClass = nativeClass('RemovableHandle', [builtinClasses.object], false);

/** What a registration gives: `remove()` ends it, also at the end of a `with`. */
export function handle(remove: () => void): Value {
  const removing = native('remove', '*reasons', () => {
    remove();
    return none;
  });
  return {
    kind: 'instance',
    cls: handleClass,
    attributes: new Map<string, Value>([
      ['remove', removing],
      ['id', int(0)],
    ]),
    payload: null,
    origin: null,
  };
}
handleClass.attributes.set(
  '__enter__',
  native('RemovableHandle.__enter__', 'self', (_machine, self) => self, { binds: true }),
);
handleClass.attributes.set(
  '__exit__',
  native(
    'RemovableHandle.__exit__',
    'self, *reasons',
    (machine, self) => machine.call(machine.getAttribute(self, 'remove'), []),
    { binds: true },
  ),
);

function register(self: Value, hook: Hook): Value {
  const hooks = stateIn(self)?.hooks;
  hooks?.add(hook);
  return handle(() => hooks?.delete(hook));
}

/** The methods that register hooks. */
export const hookMethods: readonly Method[] = [
  method(
    'register_forward_hook',
    'self, hook, *, prepend=False, with_kwargs=False, always_call=False',
    (machine: Machine, self, run, _prepend, withKeywords) =>
      register(self, { before: false, withKeywords: flag(machine, withKeywords), run }),
  ),
  method(
    'register_forward_pre_hook',
    'self, hook, *, prepend=False, with_kwargs=False',
    (machine: Machine, self, run, _prepend, withKeywords) =>
      register(self, { before: true, withKeywords: flag(machine, withKeywords), run }),
  ),
  ...[
    'register_full_backward_hook',
    'register_full_backward_pre_hook',
    'register_backward_hook',
    'register_state_dict_post_hook',
    'register_load_state_dict_pre_hook',
    'register_load_state_dict_post_hook',
    'register_state_dict_pre_hook',
    '_register_load_state_dict_pre_hook',
    '_register_state_dict_hook',
  ].map((name) => method(name, 'self, *args, **kwargs', () => handle(() => undefined))),
];
