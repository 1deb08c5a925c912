/** The itertools module in Python: generators. */

export const itertoolsSource = `
class chain:
    def __init__(self, *iterables):
        self._steps = self._run(iterables)
    @staticmethod
    def _run(iterables):
        for iterable in iterables:
            yield from iterable
    @classmethod
    def from_iterable(cls, iterables):
        made = cls()
        made._steps = cls._run(iterables)
        return made
    def __iter__(self):
        return self
    def __next__(self):
        return next(self._steps)

def count(start=0, step=1):
    while True:
        yield start
        start += step

def cycle(iterable):
    saved = []
    for item in iterable:
        yield item
        saved.append(item)
    while saved:
        for item in saved:
            yield item

def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object

def accumulate(iterable, func=None, *, initial=None):
    iterator = iter(iterable)
    total = initial
    if initial is None:
        try:
            total = next(iterator)
        except StopIteration:
            return
    yield total
    for item in iterator:
        total = total + item if func is None else func(total, item)
        yield total

def islice(iterable, *args):
    bounds = slice(*args)
    start = bounds.start or 0
    step = bounds.step or 1
    if start < 0 or step < 1 or (bounds.stop is not None and bounds.stop < 0):
        raise ValueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
    def run():
        wanted = start
        iterator = iter(iterable)
        index = 0
        while bounds.stop is None or index < bounds.stop:
            try:
                item = next(iterator)
            except StopIteration:
                return
            if index == wanted:
                yield item
                wanted += step
            index += 1
    return run()

def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            return
        yield item

def dropwhile(predicate, iterable):
    iterator = iter(iterable)
    for item in iterator:
        if not predicate(item):
            yield item
            break
    yield from iterator

def filterfalse(predicate, iterable):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item

def starmap(function, iterable):
    for args in iterable:
        yield function(*args)

def compress(data, selectors):
    for item, chosen in zip(data, selectors):
        if chosen:
            yield item

def pairwise(iterable):
    iterator = iter(iterable)
    for first in iterator:
        for second in iterator:
            yield first, second
            first = second

def zip_longest(*iterables, fillvalue=None):
    iterators = [iter(iterable) for iterable in iterables]
    done = object()
    while True:
        items = [next(iterator, done) for iterator in iterators]
        if all(item is done for item in items):
            return
        yield tuple(fillvalue if item is done else item for item in items)

def product(*iterables, repeat=1):
    pools = [tuple(iterable) for iterable in iterables] * repeat
    def run(depth):
        if depth == len(pools):
            yield ()
            return
        for item in pools[depth]:
            for rest in run(depth + 1):
                yield (item,) + rest
    return run(0)

def permutations(iterable, r=None):
    pool = tuple(iterable)
    length = len(pool) if r is None else r
    def run(chosen):
        if len(chosen) == length:
            yield tuple(pool[index] for index in chosen)
            return
        for index in range(len(pool)):
            if index not in chosen:
                yield from run(chosen + (index,))
    return run(())

def _choose(pool, r, start, repeated):
    if r == 0:
        yield ()
        return
    for index in range(start, len(pool)):
        for rest in _choose(pool, r - 1, index if repeated else index + 1, repeated):
            yield (pool[index],) + rest

def combinations(iterable, r):
    return _choose(tuple(iterable), r, 0, False)

def combinations_with_replacement(iterable, r):
    return _choose(tuple(iterable), r, 0, True)

def groupby(iterable, key=None):
    group = []
    current = None
    for item in iterable:
        value = item if key is None else key(item)
        if group and value != current:
            yield current, iter(group)
            group = []
        current = value
        group.append(item)
    if group:
        yield current, iter(group)

def tee(iterable, n=2):
    items = list(iterable)
    return tuple(iter(items) for _ in range(n))

def batched(iterable, n):
    iterator = iter(iterable)
    while batch := tuple(islice(iterator, n)):
        yield batch
`;
