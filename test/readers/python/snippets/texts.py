# str, bytes, formatting
'abc'[1], 'abc'[-1], 'abc'[::-1], 'abcdef'[1:5:2], 'abc'[5:], 'abc'[-100:2]

'abc'[3]

'abc'['a']

'a' * 3, 3 * 'ab', 'a' * -1, 'a' 'b'

'a' in 'cat', '' in 'x', 'xy' not in 'x'

1 in 'abc'

len('héllo'), len('😀x'), '😀x'[1], '😀x'[::-1]

'a,b,,c'.split(','), ' a  b '.split(), 'a b c'.split(' ', 1), 'a b c'.rsplit(' ', 1), ''.split(), ''.split(',')

' a b  c '.split(None, 1), ' a b  c '.rsplit(None, 1)

'a'.split('')

'a\nb\r\nc\n'.splitlines(), 'a\nb'.splitlines(True)

','.join(['a', 'b']), ''.join('abc'), '-'.join(str(i) for i in range(3))

','.join([1])

'Hello'.lower(), 'Hello'.upper(), 'hello world'.title(), 'hello'.capitalize(), 'Hi'.swapcase()

'  x '.strip(), 'xxabxx'.strip('x'), 'abc'.lstrip('a'), 'abc'.rstrip('c')

'abc'.find('c'), 'abc'.find('x'), 'abcabc'.rfind('c'), 'abc'.index('b'), 'aaa'.count('a'), 'abc'.count('')

'abc'.index('x')

'abc'.startswith('ab'), 'abc'.endswith(('x', 'c')), 'abc'.startswith('b', 1)

'abc'.replace('b', 'xx'), 'aaa'.replace('a', 'b', 2), 'ab'.replace('', '-')

'x'.center(5, '*'), 'ab'.center(5), 'x'.ljust(3) + '|', 'x'.rjust(3, '0'), '-5'.zfill(4), 'abc'.zfill(2)

'12'.isdigit(), 'a1'.isalnum(), 'ab'.isalpha(), ' '.isspace(), 'AB'.isupper(), 'ab1'.islower(), ''.isdigit(), 'a_b'.isidentifier()

'a=b=c'.partition('='), 'a=b=c'.rpartition('='), 'abc'.partition('x')

'prefix_x'.removeprefix('prefix_'), 'x.py'.removesuffix('.py')

'a\tb'.expandtabs(4), 'abc'.translate(str.maketrans('ab', 'xy')), 'abc'.translate({97: None})

ord('a'), chr(97), chr(128512), ord('é')

ord('ab')

'é'.encode(), 'abc'.encode('ascii'), b'\xc3\xa9'.decode(), b'abc'[0], b'abc'[1:], list(b'ab')

str(1), str(1.0), str(None), str([1, 'a']), str('x'), str(b'x')

repr('a'), repr("it's"), repr('"'), repr('\'"'), repr('a\nb\t\\'), repr('\x00\x7f'), repr('é😀'), repr('\u200b')

ascii('é😀')

b'a\x00\xff', b"it's"

'%d %s %r' % (1, 'a', 'b')

'%5d|%-5d|%05d|%+d' % (3, 3, 3, 3)

'%.2f %6.1f %e %g %g' % (3.14159, 2.5, 12345.678, 0.00001, 1234567)

'%x %X %o %#x %c' % (255, 255, 8, 255, 'z')

'%s' % [1, 2], '%s' % (1,), '%s %%' % 5

'%(a)s-%(b)03d' % {'a': 'x', 'b': 7}

'%s %s' % 1

'%d' % 'a'

'%s' % (1, 2)

'%d' % 3.7, '%i' % True, '%5.1f%%' % 12.34

'{} {}'.format(1, 2), '{1} {0}'.format('a', 'b'), '{a}{b}'.format(a=1, b=2), '{{}}'.format()

'{:>5}|{:<5}|{:^5}|{:*^7}'.format('a', 'b', 'c', 'd')

'{:5d}|{:<5}|{:05d}|{:+}|{:,}'.format(42, 42, 42, 42, 1234567)

'{:.2f} {:8.3f} {:e} {:.1%} {:g}'.format(3.14159, 2.0, 1234.5, 0.256, 1e10)

'{:b} {:o} {:x} {:X} {:#b} {:#x} {:08b}'.format(5, 8, 255, 255, 5, 255, 5)

'{0.real} {1[0]} {2[a]}'.format(5, [7], {'a': 8})

'{:{}}|{:{w}.{p}f}'.format('x', 4, 3.14159, w=8, p=2)

'{!r} {!s} {!r:>5}'.format('a', 'b', 'c')

'{}'.format()

'{a}'.format()

'{'.format(1)

'{:d}'.format(1.5)

'{:d}'.format('a')

'{:.2}'.format('abc'), '{:5.1}'.format('abc') + '|'

f'{1+1} {"a"} {3.14159:.2f} {5:>3}|{5:<3}|'

x = 3
f'{x=} {x!r} {x:{x}} {x + 1 = }'

f'{[1, 2]!r} {{}} {"a" if True else "b"}'

w = 10; p = 3
f'{3.14159:{w}.{p}}|{"s":^{w}}|'

f'{1000000:,} {1234.5:,.2f} {0.5:%} {1e10:g} {123456789:_}'

f'{True} {None} {1.0} {(1,)} {True:d} {True:>5}'

f'{"a":>{3}}' f'{1}' 'x'

format(3.0, '.0f'), format(0.5, '.0f'), format(1.5, '.0f'), format(2.5, '.0f'), format(0.125, '.2f'), format(1e-7, '')

format(12345.678, 'n'), format(1e20, 'f'), format(1.0, 'g'), format(100000.0, 'g'), format(1000000.0, 'g'), format(0.0001, 'g'), format(0.00001, 'g')

format(3.14159, '.3'), format(1234.5, '.2'), format(5.0, '.3'), format(-0.0, '.1f'), format(float('nan'), '8.2f'), format(float('inf'), '+')

format(255, '#06x'), format(-5, '05d'), format(5, '+d'), format(5, ' d'), format(1234567, ',d'), format(12, '>+6')

format('abc', '>6'), format('abc', '*<6'), format(True, ''), format([1], '')

format([1], 'd')

format(3, '.2f'), format(3, 'e'), format(3, '%')

'a' < 'b', 'Z' < 'a', 'abc' < 'abd', '' < 'a', 'a' == 'a', 'a' != b'a'

str(1e5), str(1e-7), str(123456789.123), str(1e16), str(-1.5e-10)

'abc'.foo

'abc'.upper(1)

'x'.join(1)

'abc'.replace('a')

isinstance('a', str), type('a'), 'a'.__class__.__name__, str.__name__

'|'.join(sorted({'b': 1, 'a': 2}))

'a-b_c d'.replace('-', ' ').replace('_', ' ').split()

list('abc'), tuple('ab'), set('a'), sorted('bca'), list(enumerate('ab', 1)), dict(zip('ab', [1, 2]))

'%s' % None, '%s' % True, '%r' % 1.0, '%5s|%-5s|' % ('a', 'b')

'ß'.upper(), 'İ'.lower() == 'i̇'

"a{}b{}".format(*[1, 2]), "{x}".format(**{'x': 1})

"tab\there" 'and' """tri
ple"""

r'\d' + '\\d', 'a\
b', '\x41\u0042\U00000043\101'

b'a,b,,c'.split(b','), b' x '.strip(), b'abc'.replace(b'a', b''), b'abc'.find(b'c'), b','.join([b'a', b'b']), b'a=b'.partition(b'='), b'Ab'.upper(), b'a b'.split(), b'x'.center(3, b'.')

b'abc'.split(',')

'é€'.encode('latin-1', 'ignore'), 'é€'.encode('ascii', 'replace'), b'\xc3\xa9'.decode('latin-1'), b'a\xff'.decode(errors='replace'), 'é'.encode(encoding='utf-8')

'caf\u00e9\u20acx'.encode('ascii')

b'ab\xc3'.decode()

b'a\xff'.decode('ascii')

'a'.encode('nonsense')

class S(str):
    def __str__(self): return 'own'
'%s|%s' % (S('a'), S('b')), '%s' % S('c')

'a' * 'b'

[1] * 2.0

'%f|%+5.1E|%d' % (float('inf'), float('nan'), True), '%#.0f %#g' % (1, 2), '[%4s]' % '😀', '%c%c' % ('é', 97)

class A:
    def __int__(self): return 7
    def __index__(self): return 8
'%d %x %i' % (A(), A(), A())

'%c' % 1.5

'abc %y' % 1

'%5%' % (1,)

format('abc', '05'), format('text', '^09.5'), format(100.0, '#g'), format(-42, '#_.0f'), format(5, 'c'), format(5, '4c')

format('abc', '+5')

format(1, ',x')

format(5, '+c')

'{0} {}'.format(1, 2)

'{} {0}'.format(1, 2)

'{!x}'.format(1)

'abc'.find('', 3), 'abc'.find('', 4), 'abc'.endswith('', 5), 'abc'.count('', 2, 1), 'abc'.startswith('', 3)

'a'.startswith((None,))

'a'.partition(None)

class A:
    def __str__(self): return 'a'
f'{A()}', str(A())

class A:
    def __str__(self): return 'a'
f'{A():>5}'

class I(int):
    def __str__(self): return 'I'
f'{I(5)}', f'{I(5):03d}', '%s %d' % (I(5), I(5)), f'{I(5):>4}'
