"""Whom an area holds, pathway by pathway, and how far each is from somewhere in it on a given day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from meetups.geography.barriers import cut_off
from meetups.geography.distances import crow_km_matrix
from meetups.proposals.situation import BoolArray, FloatArray, IntArray, Situation, Zone


@dataclass(frozen=True, eq=False)
class Travel:
    """From everyone of a catchment to one commune, on a day."""

    km: FloatArray
    """As the crow flies from their nearest place that leads there; infinite when none does."""
    minutes: FloatArray | None
    """By road, infinite when not known; None when no time to that commune is known."""
    is_cut_off: BoolArray
    """Beyond a road closed that day, from each of their places in the area."""


class Territory:
    """Answers about places of work, with what is worth computing once."""

    def __init__(self, situation: Situation, minutes_at_most: int) -> None:
        """``minutes_at_most``: nobody is asked to drive longer, where times are known."""
        self.situation = situation
        self.minutes_at_most = minutes_at_most
        self._minutes: dict[str, FloatArray | None] = {}

    @cached_property
    def _by_commune(self) -> tuple[IntArray, IntArray]:
        commune = self.situation.places.commune
        order = np.argsort(commune, kind="stable")
        start = np.zeros(len(self.situation.communes) + 1, dtype=np.int64)
        np.cumsum(np.bincount(commune, minlength=len(self.situation.communes)), out=start[1:])
        return order, start

    @cached_property
    def _number(self) -> dict[str, int]:
        return {insee: number for number, insee in enumerate(self.situation.communes)}

    def places_in(self, zone: Zone) -> IntArray:
        """Indices of the places of work that an area holds, ascending: ``geography.areas.area_holds`` for all."""
        if zone.radius_km is not None:
            point = self.situation.points[zone.insee]
            return self.situation.nearby.within(point.lat, point.lon, zone.radius_km)
        order, start = self._by_commune
        numbers = sorted(self._number[insee] for insee in zone.communes if insee in self._number)
        held = [order[start[number] : start[number + 1]] for number in numbers]
        return np.sort(np.concatenate(held)) if held else np.empty(0, dtype=np.int64)

    def cut(self, insee: str, day: date) -> frozenset[str]:
        """The communes that a closed road cuts off from that one, that day."""
        return cut_off(self.situation.closures, insee, day) if self.situation.closures else frozenset()

    def numbers(self, communes: frozenset[str]) -> NDArray[np.int32]:
        """Their numbers in ``Situation.communes``, those where somebody works."""
        return np.array([self._number[insee] for insee in communes if insee in self._number], dtype=np.int32)

    def minutes_to(self, insee: str) -> FloatArray | None:
        """Minutes to a commune from each of ``Situation.communes``: infinite without a road, not a number unknown."""
        if insee not in self._minutes:
            known = self.situation.minutes.get(insee)
            minutes = None
            if known:
                minutes = np.full(len(self.situation.communes), np.nan)
                for since, took in known.items():
                    if since in self._number:
                        minutes[self._number[since]] = np.inf if took is None else took
            self._minutes[insee] = minutes
        return self._minutes[insee]


class Catchment:
    """The people whom one area holds: ``people`` are indices in the situation, ascending."""

    def __init__(self, territory: Territory, zone: Zone, places: IntArray | None = None) -> None:
        """``places``: their places of work, when they are not those of the area."""
        situation = territory.situation
        self.zone, self._territory = zone, territory
        self._places = territory.places_in(zone) if places is None else places
        owner = situation.places.owner[self._places]
        people, self._first = np.unique(owner, return_index=True)
        self.people: IntArray = people.astype(np.int64)
        self._points = np.column_stack((situation.places.lat[self._places], situation.places.lon[self._places]))
        self._communes = situation.places.commune[self._places]
        self._travels: dict[tuple[str, frozenset[str]], Travel] = {}

    @cached_property
    def members(self) -> dict[int, IntArray]:
        """Pathway id → positions in ``people`` of those who share it, ascending."""
        situation = self._territory.situation
        start = situation.member_start[self.people]
        counts = situation.member_start[self.people + 1] - start
        before = np.cumsum(counts) - counts
        edges = np.repeat(start - before, counts) + np.arange(int(counts.sum()))
        pathway = situation.member_pathway[edges]
        position = np.repeat(np.arange(len(self.people)), counts)
        order = np.argsort(pathway, kind="stable")
        ids, first = np.unique(pathway[order], return_index=True)
        parts = np.split(position[order], first[1:])
        return dict(zip(ids.tolist(), parts, strict=True)) if len(ids) else {}

    def travel(self, insee: str, day: date) -> Travel:
        """How everyone comes to that commune on that day."""
        cut = self._territory.cut(insee, day)
        if (insee, cut) not in self._travels:
            self._travels[insee, cut] = self._travel(insee, cut)
        return self._travels[insee, cut]

    def communes_cut_off(self, insee: str, day: date) -> list[str]:
        """INSEE codes of the communes of these people that a closed road cuts off from that one, that day."""
        cut = self._territory.cut(insee, day)
        here = np.unique(self._communes[np.isin(self._communes, self._territory.numbers(cut))])
        return sorted(self._territory.situation.communes[number] for number in here.tolist())

    def _travel(self, insee: str, cut: frozenset[str]) -> Travel:
        if not len(self.people):
            nothing = np.empty(0)
            return Travel(nothing, None, nothing.astype(bool))
        point = self._territory.situation.points[insee]
        km = crow_km_matrix(self._points, [(point.lat, point.lon)])[:, 0]
        minutes = self._territory.minutes_to(insee)
        by_road = None if minutes is None else minutes[self._communes]
        is_far = np.zeros(len(km), dtype=bool) if by_road is None else by_road > self._territory.minutes_at_most
        is_cut = np.isin(self._communes, self._territory.numbers(cut)) if cut else np.zeros(len(km), dtype=bool)
        km[is_far | is_cut] = np.inf
        if by_road is not None:
            by_road = np.where(is_far | is_cut | np.isnan(by_road), np.inf, by_road)
        return Travel(
            km=np.minimum.reduceat(km, self._first),
            minutes=None if by_road is None else np.minimum.reduceat(by_road, self._first),
            is_cut_off=np.logical_and.reduceat(is_cut, self._first),
        )
