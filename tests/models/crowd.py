"""A crowd from a seed: persons without a name, and practices that close, move and inherit numbers.

Belongs here: breadth. The named persons hit each rule; the crowd hits their combinations.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.models.world import CROWDS, Patient, World

#: The specialties of the first indicators, whose crowd lives here; the later ones bring their own.
SPECIALTIES = ("kardiologi", "lungemedicin", "gastroenterologi")
#: Per specialty: what is dispensed, claimed and diagnosed, so that combinations meet often.
ATC = (
    ("B01AF01", "B01AA03", "C09AA05", "C09CA01", "C07AB02", "C03DA01", "A10BK01"),
    ("R03AC02", "R03AC02", "R03AC03", "R03BA02", "R03AK06"),
    ("A02BC01", "A02BC01", "A02BC05", "N02BE01"),
)
SERVICES = (("080110", "080110", "082208"), ("082206", "080110"), ("082308", "082308", "082302", "082402"))
DIAGNOSES = (("DI489", "DI489", "DI500", "DI500", "DI052"), ("DJ449", "DJ459"), ("DK922", "DC169", "DK219"))


def add_crowd(world: World, persons: int = 900, seed: int = 7) -> None:
    chance = random.Random(seed)
    later = sorted({specialty for specialty, _, _ in CROWDS} - set(SPECIALTIES))
    numbers = {s: [f"{80 + i}{j:04d}" for j in range(8)] for i, s in enumerate((*SPECIALTIES, *later))}
    for specialty, own in numbers.items():
        for j, number in enumerate(own):
            _practice(world, number, specialty, j)
    for index in range(persons):
        specialty = SPECIALTIES[index % 3]
        patient = Patient(world, f"crowd {index}", chance.choice(numbers[specialty]))
        if chance.random() < 0.97:
            patient.born(str(_day(chance, 1930, 2015)), chance.choice("12"))
        _live(chance, patient, index % 3, numbers[specialty])
    for index in range(1200):  # so many of one indicator that its case-mix strata need no merging
        patient = Patient(world, f"examined {index}", chance.choice(numbers["gastroenterologi"]))
        patient.born(str(_day(chance, 1930, 2015)), chance.choice("12"))
        day = str(_day(chance, 2024, 2025))
        patient.claimed("082308", day)
        if chance.random() < 0.4:
            patient.claimed("083153", day)
    for specialty, count, life in CROWDS:
        own = random.Random(f"{seed} {life.__module__}")  # one crowd more leaves the others as they were
        for index in range(count):
            home = own.choice(numbers[specialty])
            patient = Patient(world, f"{life.__module__} {life.__name__} {index}", home)
            if own.random() < 0.97:
                patient.born(str(_day(own, 1930, 2015)), own.choice("12"))
            life(patient, own)


def _practice(world: World, number: str, specialty: str, j: int) -> None:
    if j == 0:  # closed in mid quarter, its number another practice's two quarters later
        world.practice(number, "Gammel", until="2025-02-14")
        world.practice(number, "Ny", since="2025-08-01")
    else:
        world.practice(number, f"Praksis {number}")
    if j == 1:  # moves between clusters
        world.member(number, specialty, f"{specialty} A", until="2025-03-31")
        world.member(number, specialty, f"{specialty} B", since="2025-04-01")
    elif j == 2:  # in two specialties
        world.member(number, specialty, f"{specialty} A")
        world.member(number, "kardiologi" if specialty != "kardiologi" else "lungemedicin", "fælles")
    elif j == 3:  # joins late
        world.member(number, specialty, f"{specialty} B", since="2025-11-11")
    elif j != 7:  # the last one is in no cluster
        world.member(number, specialty, f"{specialty} {'AB'[j % 2]}")


def _day(chance: random.Random, first: int, last: int) -> date:
    return date(first, 1, 1) + timedelta(chance.randrange((last - first + 1) * 365))


def _live(chance: random.Random, patient: Patient, kind: int, numbers: list[str]) -> None:
    middle = date(2022, 6, 1) + timedelta(chance.randrange(1500))

    def near() -> str:
        reach = chance.choice((15, 60, 200))
        moved = middle + timedelta(chance.randrange(-reach, reach))
        return str(min(max(moved, date(2022, 1, 1)), date(2026, 9, 30)))

    for _ in range(chance.randrange(3)):
        patient.diagnosed(chance.choice(DIAGNOSES[kind]), near(), chance.choice("AAABGH+"),
                          chance.choice((None, "Nej", "Nej", "Ja")),
                          chance.choice((None, "LPR3", "LPR3", "LPR2")))  # fmt: skip
    for _ in range(chance.randrange(12)):
        patient.dispensed(chance.choice(ATC[kind]), near(), chance.choice((1, 2, 3, 4, 4, -1)),
                          chance.choice((60, 200, 250)), chance.choice((28.5, 100, 120)),
                          chance.choice((patient.home, patient.home, "000000")))  # fmt: skip
    for _ in range(chance.randrange(10)):
        service, day = chance.choice(SERVICES[kind]), near()
        by = chance.choice((patient.home, chance.choice(numbers)))
        patient.claimed(service, day, by)
        if service == "082308" and chance.random() < 0.4:
            patient.claimed("083153", day, by)
    for _ in range(chance.randrange(3)):
        patient.sampled(chance.choice(("NPU03577", "NPU27547", "NPU27300")), near())
    visits = {(near(), chance.choice((1, 2, 9))) for _ in range(chance.randrange(5) if kind == 1 else 0)}
    for day, visit in sorted(visits):
        measured, on = chance.choice(("ja", "nej", "uoplyst")), chance.choice((None, day, near()))
        patient.visited(day, visit, measured, on, chance.choice(("nej", "nej", "nej", "ja")))
