"""Writes distributions.json: the error function, its complement and the normal quantile with 60 digits by mpmath, rounded to float64."""
import mpmath as mp

from golden import SOURCE, number, write

mp.mp.dps = 60
HALF = ["1e-300", "1e-10", "0.001", "0.1", "0.3", "0.5", "0.8", "1", "1.2", "1.4999", "1.5", "1.5001", "1.7", "2", "2.4999", "2.5",
        "2.6", "3", "3.5", "4", "5", "6", "8", "10", "15", "20", "26", "26.5", "30", "1e10", "1e308"]
POINTS = sorted([0.0] + [float(p) for p in HALF] + [-float(p) for p in HALF])
# Every piece of algorithm AS 241 (|p - 1/2| <= 0.425, r <= 5, beyond), its seams, and the ends that a 32-bit uniform number can reach.
SMALL = [2.0**-33, 1e-300, 1e-100, 1e-30, 1e-16, 1e-12, 1.3e-11, 1.4e-11, 1e-9, 1e-6, 1e-4, 0.001, 0.01, 0.02425, 0.05, 0.074, 0.075,
         0.076, 0.1, 0.2, 0.3, 0.4, 0.45, 0.49, 0.4999]
PROBABILITIES = sorted(SMALL + [0.5] + [1 - p for p in SMALL if 1 - p < 1])


def exact(value):
    return number(mp.nstr(value, 30))


def quantile(p):
    """The x with Phi(x) = p, by Newton's method on the logarithm of the tail, which is nearly a parabola."""
    p = mp.mpf(p)
    if p == 0.5:
        return mp.mpf(0)
    if p > 0.5:
        return -quantile(1 - p)
    x = -mp.sqrt(-2 * mp.log(p))
    for _ in range(200):
        tail = mp.erfc(-x / mp.sqrt(2)) / 2
        step = mp.log(tail / p) * tail / (mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi))
        x -= step
        if abs(step) < mp.mpf(10) ** -50:
            return x
    raise ArithmeticError(p)


write("distributions", {
    "source": SOURCE,
    "points": POINTS, "erf": [exact(mp.erf(mp.mpf(x))) for x in POINTS],
    "erfc": [exact(mp.erfc(mp.mpf(x))) if x < 1e9 else 0 for x in POINTS],
    "probabilities": PROBABILITIES, "quantiles": [exact(quantile(p)) for p in PROBABILITIES],
})
