/** What load_state_dict gives: the keys that are missing and those that nobody expected. Numbers of files are not read here, so there are none. */
import { native } from '../../python/builtins/native';
import { builtinClasses, nativeClass } from '../../python/values/classes';
import { list, str, tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';

const cls = nativeClass('_IncompatibleKeys', [builtinClasses.tuple], false);
cls.attributes.set(
  '__repr__',
  native('_IncompatibleKeys.__repr__', 'self', () => str('<All keys matched successfully>'), { binds: true }),
);

/** The answer where everything fits. */
export function allKeysMatched(): Value {
  const [missing, unexpected] = [list([]), list([])];
  return {
    kind: 'instance',
    cls,
    attributes: new Map<string, Value>([
      ['missing_keys', missing],
      ['unexpected_keys', unexpected],
    ]),
    payload: tuple([missing, unexpected]),
    origin: null,
  };
}
