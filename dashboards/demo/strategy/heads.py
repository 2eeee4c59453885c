"""Who leads each academy of the demo trust, and whom one calls there. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

D = datetime.date


class Head(NamedTuple):
    name: str
    since: datetime.date


# Porthmelyan's and Penhavrow's stand among the demo people (academies/demo.py): they can be signed in as.
HEADS: Mapping[str, Head] = {
    "tresarrow-academy": Head("Rhiannon Cattermole", D(2018, 9, 1)),
    "carnkelly-school": Head("Matthias Oduya", D(2022, 1, 4)),
    "pentorran-academy": Head("Sunniva Blackaller", D(2025, 9, 1)),
    "treskennow-primary": Head("Kerensa Holloway-Dube", D(2019, 9, 1)),
    "bosmerrin-primary": Head("Gilbert Anstey", D(2021, 4, 19)),
    "rosquenna-primary": Head("Yasmin Tredinnick", D(2024, 9, 1)),
    "nansvellow-primary": Head("Frederick Uglow", D(2016, 9, 1)),
    "chymellyn-primary": Head("Bronwen Szymanski", D(2023, 1, 3)),
    "goonvarra-primary": Head("Laurence Mbeki-Hall", D(2026, 1, 5)),
    "lanverran-primary": Head("Tamsin Okafor", D(2020, 9, 1)),
}
# Who led before. Carrowmoor's head left in the summer; nobody leads it yet.
FORMER: Mapping[str, tuple[Head, datetime.date]] = {
    "carrowmoor-primary": (Head("Morwenna Skyrme", D(2017, 9, 1)), D(2026, 8, 31)),
    "goonvarra-primary": (Head("Dorothea Prisk", D(2015, 9, 1)), D(2025, 12, 31)),
    "pentorran-academy": (Head("Alban Retallick", D(2012, 9, 1)), D(2025, 8, 31)),
}

# One name for each academy and job, in the order of the academies' names.
OFFICE = (
    "Hattie Polglaze", "Dilip Venn", "Moira Chenoweth", "Casper Lidgey", "Ottoline Rudd", "Perran Adeyinka", "Freya Goldsworthy",
    "Ishaan Trewhella", "Marjorie Stentiford", "Callie Nankervis", "Rufus Bolitho", "Elsbeth Quick", "Junaid Pascoe",
)  # fmt: skip
SENCOS = (
    "Thea Rosewarne", "Amit Curnow", "Delphine Hocking", "Barnaby Teague", "Noor Penrose", "Sophia Eddy", "Kit Varcoe",
    "Leonie Bray", "Oskar Kitto", "Fatima Jenkin", "Gwen Littlejohns", "Piotr Hosking", "Verity Angwin",
)  # fmt: skip
CHAIRS = (
    "Humphrey Tonkin", "Adaeze Rowse", "Lowena Spargo", "Josephine Adeyemi-Clarke", "Edmund Vivian", "Sarita Couch",
    "Neville Trembath", "Hilary Oatey", "Winston Carlyon", "Petronella Bice", "Mehmet Rickard", "Agnes Trudgian", "Clive Bosanko",
)  # fmt: skip
