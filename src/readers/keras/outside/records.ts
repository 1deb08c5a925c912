/** Classes of Keras whose instances only say something: optimizers, losses, schedules, regularizers. Arguments become attributes. */
import { native } from '../../python/builtins/native';
import { builtinClasses, nativeClass } from '../../python/values/classes';
import { dictOf, none } from '../../python/values/make';
import type { ClassValue, InstanceValue, Value } from '../../python/values/value';

const namesOf = new WeakMap<ClassValue, string>();

/** A class whose instances keep their arguments. `signature` is that of Keras; further keywords are kept too. */
export function recordClass(
  name: string,
  signature: string,
  base: ClassValue = builtinClasses.object,
): ClassValue {
  const cls = nativeClass(name, [base], false);
  namesOf.set(cls, name);
  const names = signature.split(',').flatMap((part) => part.split('=')[0]?.trim() || []);
  cls.attributes.set(
    '__init__',
    native(
      `${name}.__init__`,
      `self, ${signature === '' ? '' : `${signature}, `}**kwargs`,
      (_machine, self, ...bound) => {
        if (self.kind !== 'instance') return none;
        for (const [place, own] of names.entries()) self.attributes.set(own, bound[place] ?? none);
        const rest = bound.at(-1);
        if (rest?.kind === 'dict') {
          for (const { key, value } of rest.table.entries())
            if (key.kind === 'str') self.attributes.set(key.value, value);
        }
        return none;
      },
      { binds: true, takesUnknown: true, owner: name },
    ),
  );
  cls.attributes.set(
    'get_config',
    native(
      'get_config',
      'self',
      (_machine, self) => (self.kind === 'instance' ? dictOf([...self.attributes]) : none),
      { binds: true, owner: name },
    ),
  );
  return cls;
}

/** The name of the record class that an instance is of; its own attributes say the rest. Undefined for all else. */
export function recordName(value: Value): string | undefined {
  const cls = value.kind === 'class' ? value : value.kind === 'instance' ? value.cls : null;
  return cls?.mro.map((one) => namesOf.get(one)).find((name) => name !== undefined);
}

/** An attribute of a record; undefined where it is None or was not given. */
export function fieldOf(value: Value, ...names: readonly string[]): Value | undefined {
  if (value.kind !== 'instance') return undefined;
  const { attributes }: InstanceValue = value;
  const found = names
    .map((name) => attributes.get(name))
    .find((one) => one !== undefined && one.kind !== 'none');
  return found;
}
