"""Points within some kilometres of another, without comparing every point with every other."""

import numpy as np
from numpy.typing import NDArray

from meetups.geography.distances import crow_km_matrix

STEP = 0.1
"""Degrees of latitude of one band: some eleven kilometres, about the radius of an area."""
KM_A_DEGREE = 111.0
"""Of latitude, a little less than anywhere on Earth, so that a box holds its circle."""


class Nearby:
    """Points sorted by bands of latitude, then by longitude: a circle is looked for in the bands that it crosses."""

    def __init__(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> None:
        """Degrees; in time n log n."""
        band = np.floor(lat / STEP).astype(np.int64)
        self._order = np.lexsort((lon, band))
        self._lat, self._lon = lat[self._order], lon[self._order]
        self._bands, self._start = np.unique(band[self._order], return_index=True)
        self._end = np.append(self._start[1:], len(lat))

    def within(self, lat: float, lon: float, km: float) -> NDArray[np.int64]:
        """Indices of the points at most ``km`` kilometres away as the crow flies, ascending."""
        high = km / KM_A_DEGREE
        # A degree of longitude is the shortest where the circle is nearest a pole.
        wide = high / max(np.cos(np.radians(min(abs(lat) + high, 89.9))), 1e-3)
        first = np.searchsorted(self._bands, np.floor((lat - high) / STEP))
        last = np.searchsorted(self._bands, np.floor((lat + high) / STEP), side="right")
        found = []
        for row in range(first, last):
            start, end = self._start[row], self._end[row]
            a, b = np.searchsorted(self._lon[start:end], [lon - wide, lon + wide + 1e-9])
            found.append(np.arange(start + a, start + b))
        if not found:
            return np.empty(0, dtype=np.int64)
        box = np.concatenate(found)
        distance = crow_km_matrix(np.column_stack((self._lat[box], self._lon[box])), [(lat, lon)])[:, 0]
        inside: NDArray[np.int64] = np.sort(self._order[box[distance <= km]])
        return inside
