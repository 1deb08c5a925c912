# lists, tuples, dicts, sets, slices
a = [1, 2, 3]; a.append(4); a.extend([5]); a.insert(0, 0); a.pop(); a.remove(2)
a, a.index(3), a.count(1), a[::-1]

a = [3, 1, 2]; b = a; b.sort(); a.reverse()
a, a is b, sorted(a), list(reversed(a))

[1, 2] + [3], [0] * 3, [1, 2] * 0, [[0] * 2 for _ in range(2)]

a = [1, 2, 3, 4, 5]; a[1:3] = [9]; a[::2] = [0, 0]
a

a = [1, 2, 3, 4]; del a[1:3]; a += 'ab'
a

a = [1, 2, 3]; a[5]

a = [1, 2, 3]; a[::2] = [1]
a

[].pop()

[1].remove(2)

[1].index(2)

[1, 2]['a']

a = [1, 2, 3, 4, 5, 6]
a[1:4], a[-2:], a[:-2], a[::2], a[4:1:-1], a[10:], a[-3:-1], a[:]

a = list(range(10)); a[2:8:2] = [0, 0, 0]; del a[::3]
a

[1, 2, 3] == [1, 2, 3], [1, 2] < [1, 3], [1] < [1, 0], (1, 2) == (1, 2.0), [1] == (1,)

(1,), (), (1, 2)[1], (1, 2) + (3,), (1,) * 2, tuple([1, 2]), 1, 

(1, 2)[0] = 3
1

t = (1, 2); t[0] = 3
t

a, b = 1, 2
a, b = b, a
(a, b)

a, *b, c = range(5); (d, e), f = (1, 2), 3; [g, *h] = 'abc'
a, b, c, d, e, f, g, h

a, b = 1, 2, 3
a

a, b = [1]
a

a, *b, c = [1]
a

a, b = 5
a

x = y = []; x.append(1)
y

d = {'a': 1, 'b': 2}; d['c'] = 3; d['a'] = 0; del d['b']
d, len(d), 'a' in d, list(d), d.get('x'), d.get('x', 5), d.pop('c'), d

d = {1: 'a', 1.0: 'b', True: 'c'}
d

{'a': 1}['b']

{}[[]]

{[1]: 2}

{(1, 2): 3}[(1, 2)], {None: 1}[None], {1: 2}[1.0]

d = {'x': 1}; d.update(y=2); d.update({'z': 3}); d.update([('w', 4)]); d.setdefault('x', 9); d.setdefault('v', 7)
d, d.popitem(), list(d.items()), list(d.keys()), list(d.values())

dict(a=1, b=2), dict([(1, 2)]), dict({'a': 1}, b=2), dict.fromkeys('ab', 0), dict(zip('ab', (1, 2)))

dict([1])

dict([(1, 2, 3)])

{**{'a': 1}, 'b': 2, **{'a': 3}}, {'a': 1} | {'b': 2}, {k: v for k, v in [(1, 2)]}

d = {'a': 1}; e = d.copy(); e['b'] = 2; d |= {'c': 3}
d, e, d == e, {'a': 1, 'b': 2} == {'b': 2, 'a': 1}

d = {1: 2}
d.keys(), d.values(), d.items(), d.keys() & {1, 2}, d.keys() | {5}, 1 in d.keys(), (1, 2) in d.items()

d = {'a': 1}
for k in d: d['b'] = 2
1

{}.pop('x')

{}.popitem()

{1, 2, 3} & {2, 3, 4}, {1} | {2}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1} <= {1, 2}, {1} < {1}, set(), frozenset([1])

s = {1}; s.add(2); s.discard(5); s.update([3, 4]); s.remove(1)
s, len(s), 3 in s, s.issubset({2, 3, 4, 5}), sorted(s.union([9])), s.isdisjoint({1})

{1}.remove(5)

{[]}

set([1, 1, 2]), frozenset({1}) | {2}, {1} == frozenset([1]), {frozenset([1]): 2}

range(5), range(1, 10, 3), list(range(5, 0, -2)), len(range(0, 10, 3)), range(10)[2:5], range(10)[-1], 3 in range(5), range(0) == range(2, 2)

range(1, 2, 0)

range(1.5)

range()

range(3)[5]

list(range(3)) * 2, [*range(3), *'ab'], (*[1], 2), {*[1, 1]}, [x for x in range(10) if x % 2 if x > 3]

[(i, j) for i in range(3) for j in range(i)], {i: i * i for i in range(3)}, {i % 2 for i in range(5)}, [[j for j in range(i)] for i in range(3)]

list(zip([1, 2], 'ab', (3, 4, 5))), list(map(lambda x, y: x + y, [1, 2], [3, 4])), list(filter(None, [0, 1, '', 2])), list(enumerate('ab'))

list(zip([1], [1, 2], strict=True))

any([0, 1]), all([]), any([]), all([1, 0]), sorted([3, 1], reverse=True), sorted('bA', key=str.lower), sorted([(1, 'b'), (1, 'a')])

sorted([1, 'a'])

sorted([3, 1, 2], lambda x: x)

list(reversed(range(3))), list(reversed('ab')), ''.join(reversed('abc')), sum(range(101))

reversed({1})

len(5)

len()

list(5)

for x in 5: pass
1

a = [1, [2]]; b = a[:]; b[1].append(3)
a

a = []; a.append(a)
a, repr({'x': a})

[1, 2, 3].copy(), [1, 2].clear(), [3, 4].__len__(), [1, 2].__getitem__(0), [1, 2].__contains__(2)

slice(1, 2), slice(None, None, -1), slice(1, 10, 2).indices(5)

slice(1, 5, 2).start, slice(3).stop, slice(1, 2) == slice(1, 2)

[i for i in range(3)][-1], [lambda: i for i in range(3)][0](), [(lambda i=i: i)() for i in range(3)]

min([3, 1, 2], key=lambda x: -x), max({'a': 1, 'b': 3}.items(), key=lambda kv: kv[1]), max(['aa', 'b'], key=len)

next(iter([1])), next(iter([]), 'd')

next(iter([]))

next([1])

list(iter(lambda: 5, 5)), [*iter('ab')]

bool([[]]), bool({}), bool(set()), bool(range(0)), bool(()), [] or 'empty', [0] and 'full'

a = [1, 2, 3]; a[-1], a[0] = a[0], a[-1]
a

matrix = [[1, 2], [3, 4]]
[list(row) for row in zip(*matrix)], [sum(row) for row in matrix], sum(matrix, [])

a = [5, 3]; a.sort(key=lambda x: -x, reverse=True); a *= 2
a

x = [1, 2, 3]
x.sort(1)

(1, 2, 3).index(5)

('a', 'b').count('a'), (3, 1) > (2, 9), hash((1, 2)) == hash((1, 2))

[1, 2, 3].pop(5)

'a' in {'a': 1}, 1 in [1.0], None in [None], float('nan') in [float('nan')]

del {}['x']
1

a = 'p'; b = (1,); c = b'x'; d = [1]; e = d; a += '1'; b += (2,); c += b'y'; d += [2]; a *= 2; b *= 2; e *= 2
a, b, c, d, e is d

a = frozenset([1]); b = {1}; c = b; d = {1: 2}; e = d; a |= {2}; b |= {2}; d |= {3: 4}
a, b, c is b, d, e is d

{True} & {1}, {1} & {True}, {1, 2} & {True, 5, 6}

x = [1, 2, 3]
x[::-1] = 5
1
