"""Names: clusters by geography, towns, surnames.

Belongs here: words for invented clusters and practices. Does not belong here: who is where
(`organisation.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

#: The specialties that the country is scaled by; their deliveries are those of `rates.py`.
FIRST = ("kardiologi", "lungemedicin", "gastroenterologi")
#: How clusters of a specialty are called, and its settlement code. General practices are a town's.
TITLES = {
    "kardiologi": ("Kardiologi", "08"),
    "lungemedicin": ("Lungemedicin", "08"),
    "gastroenterologi": ("Gastroenterologi", "08"),
    "anaestesiologi": ("Anæstesiologi", "01"),
    "radiologi": ("Radiologi", "05"),
    "dermatologi": ("Dermatologi", "04"),
    "reumatologi": ("Reumatologi", "06"),
    "gynaekologi": ("Gynækologi", "07"),
    "kirurgi": ("Kirurgi", "09"),
    "neurologi": ("Neurologi", "18"),
    "oejensygdomme": ("Øjenlæger", "19"),
    "ortopaedkirurgi": ("Ortopædkirurgi", "20"),
    "oere_naese_halssygdomme": ("Ørelæger", "21"),
    "plastikkirurgi": ("Plastikkirurgi", "23"),
    "psykiatri": ("Psykiatri", "24"),
    "paediatri": ("Pædiatri", "25"),
    "boerne_og_ungdomspsykiatri": ("Børne- og ungdomspsykiatri", "26"),
    "almen_praksis": ("Almen praksis", "80"),
}


@dataclass(frozen=True)
class ClusterPlan:
    """One cluster before it has practices: `regions` is (region, practices) pairs, most clusters have one."""

    specialty: str
    place: str
    regions: tuple[tuple[str, int], ...]
    #: Sizes of its subclusters (babyklynger), filled in order; practices beyond have none.
    subclusters: tuple[int, ...] = ()
    open_data: bool = False

    @property
    def name(self) -> str:
        """The cluster's name, unique over all specialties."""
        return f"{TITLES[self.specialty][0]} {self.place}"


#: The demo. Where possible a region has two clusters of a specialty: else region and cluster are the same.
DEMO_CLUSTERS = (
    ClusterPlan("kardiologi", "Østjylland", (("Midtjylland", 12),), subclusters=(4, 4, 4)),
    ClusterPlan("kardiologi", "Vestjylland", (("Midtjylland", 10),)),
    ClusterPlan("kardiologi", "København", (("Hovedstaden", 13),)),
    ClusterPlan("kardiologi", "Nordsjælland", (("Hovedstaden", 11),), subclusters=(5,)),
    ClusterPlan("lungemedicin", "Storkøbenhavn", (("Hovedstaden", 12),)),
    ClusterPlan("lungemedicin", "Nordsjælland", (("Hovedstaden", 10),)),
    ClusterPlan("lungemedicin", "Fyn", (("Syddanmark", 11),), subclusters=(6, 5), open_data=True),
    ClusterPlan("lungemedicin", "Sydjylland", (("Syddanmark", 10),)),
    ClusterPlan("gastroenterologi", "København", (("Hovedstaden", 12),), subclusters=(4, 4, 4)),
    ClusterPlan("gastroenterologi", "Nordsjælland", (("Hovedstaden", 10),)),
    ClusterPlan("gastroenterologi", "Midt- og Nordjylland", (("Midtjylland", 7), ("Nordjylland", 5))),
)

_PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Østjylland", ("Midtjylland",)),
    ("Vestjylland", ("Midtjylland",)),
    ("København", ("Hovedstaden",)),
    ("Nordsjælland", ("Hovedstaden",)),
    ("Midt- og Nordjylland", ("Midtjylland", "Nordjylland")),
    ("Fyn", ("Syddanmark",)),
    ("Sydjylland", ("Syddanmark",)),
    ("Midtsjælland", ("Sjælland",)),
    ("Sydsjælland og Øerne", ("Sjælland",)),
    ("Aalborg", ("Nordjylland",)),
    ("Vendsyssel og Thy", ("Nordjylland",)),
    ("Frederiksberg", ("Hovedstaden",)),
    ("Vestegnen", ("Hovedstaden",)),
    ("Amager og Bornholm", ("Hovedstaden",)),
    ("Aarhus", ("Midtjylland",)),
    ("Viborg og Silkeborg", ("Midtjylland",)),
    ("Trekantområdet", ("Syddanmark",)),
    ("Esbjerg og Varde", ("Syddanmark",)),
    ("Roskilde og Køge", ("Sjælland",)),
    ("Himmerland", ("Nordjylland",)),
)


def plan_clusters(per_specialty: int | None) -> tuple[ClusterPlan, ...]:
    """Return the demo's clusters (None), or `per_specialty` of 16-17 practices in each of the first specialties.

    The other specialties have two clusters in the demo, and one for every ten of the first ones beyond.
    """
    first: tuple[ClusterPlan, ...] = DEMO_CLUSTERS
    others = 2
    if per_specialty is not None:
        first = tuple(_plan(specialty, i) for specialty in FIRST for i in range(per_specialty))
        others = max(2, per_specialty // 10)
    return first + tuple(
        _small(specialty, i) for specialty in TITLES if specialty not in FIRST for i in range(others)
    )


def _small(specialty: str, i: int) -> ClusterPlan:
    """A cluster of the other specialties: ten practices, or eight; half of the second ones show names."""
    place, regions = _PLACES[(i * 3 + list(TITLES).index(specialty)) % len(_PLACES)]
    again = i * 3 // len(_PLACES)
    number = 10 if i % 2 == 0 else 8
    sizes = ((regions[0], number),) if len(regions) == 1 else ((regions[0], number - 4), (regions[1], 4))
    return ClusterPlan(
        specialty,
        f"{place} {again + 1}" if again else place,
        sizes,
        subclusters=(4, 4) if i == 0 and list(TITLES).index(specialty) % 3 == 0 else (),
        open_data=i % 2 == 1 and list(TITLES).index(specialty) % 2 == 0,
    )


def _plan(specialty: str, i: int) -> ClusterPlan:
    place, regions = _PLACES[i % len(_PLACES)]
    again = i // len(_PLACES)
    size = 16 if i % 3 == 2 else 17
    return ClusterPlan(
        specialty,
        f"{place} {again + 1}" if again else place,
        ((regions[0], size),) if len(regions) == 1 else ((regions[0], size - 8), (regions[1], 8)),
        subclusters=(4, 4, 4, size - 12) if i % 4 == 0 else (),
        open_data=i % 10 == 6,
    )


TOWNS = {
    "Hovedstaden": ("København", "Frederiksberg", "Hillerød", "Gentofte", "Helsingør", "Ballerup", "Rønne"),
    "Sjælland": ("Roskilde", "Køge", "Næstved", "Holbæk", "Slagelse", "Nykøbing Falster"),
    "Syddanmark": ("Odense", "Svendborg", "Kolding", "Esbjerg", "Vejle", "Sønderborg", "Aabenraa"),
    "Midtjylland": ("Aarhus", "Viborg", "Randers", "Silkeborg", "Herning", "Holstebro", "Horsens"),
    "Nordjylland": ("Aalborg", "Hjørring", "Thisted", "Frederikshavn", "Hobro", "Brønderslev"),
}  # fmt: skip

SURNAMES = (
    "Nielsen", "Jensen", "Hansen", "Pedersen", "Andersen", "Christensen", "Larsen", "Sørensen",
    "Rasmussen", "Jørgensen", "Petersen", "Madsen", "Kristensen", "Olsen", "Thomsen", "Christiansen",
    "Poulsen", "Johansen", "Møller", "Mortensen", "Knudsen", "Østergaard", "Ågård", "Kjær", "Nørgaard",
    "Søndergaard", "Bæk", "Holm", "Dahl", "Lund",
)  # fmt: skip
CLINICS = {
    "kardiologi": ("Hjerteklinikken", "Hjertelægerne", "Kardiologisk Klinik"),
    "lungemedicin": ("Lungeklinikken", "Lungelægerne", "Lungemedicinsk Klinik"),
    "gastroenterologi": ("Mave-tarm-klinikken", "Gastroenterologisk Klinik", "Medicinsk Klinik"),
    "anaestesiologi": ("Smerteklinikken", "Anæstesiologisk Klinik"),
    "radiologi": ("Røntgenklinikken", "Radiologisk Klinik"),
    "dermatologi": ("Hudklinikken", "Hudlægerne"),
    "reumatologi": ("Gigtklinikken", "Reumatologisk Klinik"),
    "gynaekologi": ("Kvindeklinikken", "Gynækologisk Klinik"),
    "kirurgi": ("Kirurgisk Klinik", "Kirurgklinikken"),
    "neurologi": ("Neurologisk Klinik", "Neuroklinikken"),
    "oejensygdomme": ("Øjenklinikken", "Øjenlægerne"),
    "ortopaedkirurgi": ("Ortopædkirurgisk Klinik", "Ortopædklinikken"),
    "oere_naese_halssygdomme": ("Øre-næse-hals-klinikken", "Ørelægerne"),
    "plastikkirurgi": ("Plastikkirurgisk Klinik", "Plastikklinikken"),
    "psykiatri": ("Psykiaterne", "Psykiatrisk Klinik"),
    "paediatri": ("Børnelægeklinikken", "Børnelægerne"),
    "boerne_og_ungdomspsykiatri": ("Børnepsykiatrisk Klinik", "Børnepsykiaterne"),
    "almen_praksis": ("Lægehuset", "Lægerne"),
}
