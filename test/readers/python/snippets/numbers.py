# integers and floats
7 // 2, -7 // 2, 7 // -2, -7 // -2

7 % 3, -7 % 3, 7 % -3, -7 % -3

7.5 // 2, -7.5 // 2, 7.5 % -2, -7.5 % 2

-0.0 // 1, 0.0 % -3

7 / 2, 8 / 2, -1 / 3

2 ** 10, 2 ** -1, 2.0 ** 3, (-2) ** 3

2 ** 100

(2 ** 53) + 1, 2 ** 53 * 3

2 ** 64 - 2 ** 64 + 5

10 ** 20 // 7, 10 ** 20 % 7, -(10 ** 20) // 7

10 ** 20 / 3

(10 ** 25) / (10 ** 24)

1 << 40, 1 << 80, 5 >> 1, -5 >> 1, (1 << 80) >> 75

5 & 3, 5 | 3, 5 ^ 3, ~5, -1 & 255

True + True, True * 3, -True, ~True

True & False, True | False, True ^ True

1 == 1.0, 1 == True, 0 == False, 1 is 1

1.0, 1., 1e3, 1e16, 1e15, 123456789012345678.0

1e-4, 1e-5, 0.1 + 0.2, 1/3

float('inf'), -float('inf'), float('nan')

1e308 * 10, -1e308 * 10

0.1, 1.5, 100.0, 1e100, 1.7976931348623157e308, 5e-324

int(3.9), int(-3.9), int('42'), int(' -17 '), int('ff', 16), int('0b101', 0), int('1_000')

int('x')

int(float('inf'))

int([])

float('1.5'), float(' 2 '), float('1e3'), float('-inf'), float(3)

float('abc')

float([])

round(0.5), round(1.5), round(2.5), round(-0.5), round(3.7)

round(2.675, 2), round(1.005, 2), round(0.125, 2), round(1234.5678, -2)

round(15, -1), round(25, -1), round(1234, -2), round(5, 2)

round(1e20), round(2.5, 0), round(-2.5, 0)

divmod(7, 3), divmod(-7, 3), divmod(7.5, 2)

pow(2, 10), pow(2, 10, 1000), pow(3, -1.0), pow(2, 0.5)

abs(-3), abs(2.5), abs(-2 ** 70), abs(True)

1 / 0

1 // 0

1 % 0

1.0 / 0

1.0 // 0

1.0 % 0

0 ** -1

1 << -1

(5).bit_length(), (2 ** 70).bit_length(), (0).bit_length()

(2.0).is_integer(), (2.5).is_integer()

(0.75).as_integer_ratio(), (3).as_integer_ratio()

0x1F, 0o17, 0b101, 1_000_000

hex(255), oct(8), bin(5), hex(-255), bin(-2)

1 + 'a'

'a' + 1

[1] + (2,)

1 - 'a'

1 < 'a'

[] < 1

-'a'

~1.5

1 @ 2

None + 1

1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2, 1 == 1 != 2

max(1, 2.0, True), min([3, 1, 2]), max('abc'), min((), default=5)

max([])

max(1)

sum([1, 2, 3]), sum([0.1] * 3), sum([[1], [2]], []), sum((), 5)

sum(['a'])

1000000000000 * 1000000000000, 99999999999 ** 3

int(1e20), int(2 ** 60 + 0.0), float(2 ** 60)

1e22, 1e21, 123456.789e3

hash(1) == hash(1.0), hash(True) == 1

3 .real, (3).imag, 2.5.real

import math
math.sqrt(16), math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.pi

import math
math.log(8, 2), math.log2(8), math.log10(1000), math.exp(0), math.log(math.e)

import math
math.sqrt(-1)

import math
math.log(0)

import math
math.gcd(12, 18), math.lcm(4, 6), math.factorial(20), math.comb(5, 2), math.perm(5, 2), math.isqrt(17)

import math
math.prod([2, 3, 4]), math.isclose(0.1 + 0.2, 0.3), math.hypot(3, 4), math.fsum([0.1] * 10)

import math
math.inf, math.nan, math.isnan(math.nan), math.isinf(-math.inf), math.copysign(1, -0.0)

import math
math.floor(2.5), type(math.floor(2.5)).__name__, math.ceil(10 ** 20), math.log2(2 ** 100)

import math
math.exp(1000)

import math
math.sqrt('a')

isinstance(True, int), isinstance(1, float), isinstance(1, (int, float)), issubclass(bool, int)

5 if 0.0 else 6, bool([]), bool([0]), bool(''), bool('0'), not None

1 and 0 or 3, 0 or [] or 'x', 1 and 2 and 3

x = 5
x += 2; x *= 3; x -= 1; x //= 2; x **= 2; x %= 7; x <<= 3; x |= 1; x ^= 2; x >>= 1; x &= 6
x

pow(3, -1, 7), pow(-3, -2, 10), pow(True, -1, 1000), pow(-3, -1, 1)

pow(2, -1, 4)

pow('a', 2, 3)

(2**53).to_bytes(12, 'big', signed=True), (-2).to_bytes(2, 'little', signed=True), (5).to_bytes(), (-7).bit_count()

(300).to_bytes(1, 'big')

(-1).to_bytes(1, 'big')

(0.48456).hex(), (1e16).hex(), (5e-324).hex(), (-0.0).hex(), float('nan').hex(), (34.9).__floor__(), (-19.65).__ceil__(), (39.552).__round__(1)

int('z', 1)

class A:
    def __init__(self): pass
float(A())

class A: pass
divmod(A(), 2)
