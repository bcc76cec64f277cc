"""Finite fields GF(q), q a power of a prime, as tables: what squares without repeats are made of.

Elements are 0…q-1: the digits of a number in base p are the coefficients of a polynomial, which are multiplied modulo
an irreducible one, found by trying (one has a field when no product of two non-zero elements is zero).
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from meetups.engine.arrays import IntArray


@dataclass(frozen=True, eq=False)
class Field:
    """Its addition and multiplication, (q, q) each, and its non-zero elements as powers of one, (q - 1,)."""

    add: IntArray
    times: IntArray
    powers: IntArray

    def power(self, exponent: int) -> int:
        """The generator to the power ``exponent``."""
        return int(self.powers[exponent % self.powers.size])


def prime_powers(number: int) -> list[int]:
    """The factors q = p^e of ``number``: 360 gives [8, 9, 5]."""
    factors, prime = [], 2
    while number > 1:
        power = 1
        while number % prime == 0:
            number //= prime
            power *= prime
        if power > 1:
            factors.append(power)
        prime += 1
    return factors


@cache
def field(order: int) -> Field:
    """GF(order); ``order`` is a power of a prime."""
    prime = next(p for p in range(2, order + 1) if order % p == 0)
    degree = round(np.log(order) / np.log(prime))
    digits = np.array(list(product(range(prime), repeat=degree)), dtype=np.int64)[:, ::-1]  # [number, exponent]
    weight = prime ** np.arange(degree)
    add = ((digits[:, None] + digits[None, :]) % prime) @ weight
    for tail in digits:  # x^degree = -tail(x)
        times = _products(digits, tail, prime, degree) @ weight
        if (times[1:, 1:] > 0).all():
            return Field(add, times, _powers(times))
    raise AssertionError(order)  # Galois: there is always one


def _products(digits: IntArray, tail: IntArray, prime: int, degree: int) -> IntArray:
    order = len(digits)
    wide = np.zeros((order, order, 2 * degree - 1), dtype=np.int64)
    for i in range(degree):
        for j in range(degree):
            wide[:, :, i + j] += digits[:, None, i] * digits[None, :, j]
    for high in range(2 * degree - 2, degree - 1, -1):
        wide[:, :, high - degree : high] -= wide[:, :, high, None] * tail
        wide %= prime
    return wide[:, :, :degree] % prime


def _powers(times: IntArray) -> IntArray:
    """1, g, g², … for the first g that generates every non-zero element."""
    for generator in range(1, len(times)):
        powers = [1]
        while (value := int(times[powers[-1], generator])) != 1:
            powers.append(value)
        if len(powers) == len(times) - 1:
            return np.array(powers, dtype=np.int64)
    raise AssertionError(len(times))
