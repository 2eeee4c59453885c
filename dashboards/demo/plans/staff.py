"""Who works at the demo trust's academies besides the heads: a deputy and teachers of each. All invented."""

# ruff: noqa: E501 - names stay together

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Staff(NamedTuple):
    """The first teacher leads a learning team. `deputy` is a senior leader."""

    deputy: str
    teachers: tuple[str, ...]


# Carnkelly's senior leader and one of Porthmelyan's teachers stand among the demo people (academies/demo.py).
STAFF: Mapping[str, Staff] = {
    "penhavrow-school": Staff("Cordelia Menhinnick", ("Ruben Tangye", "Saffron Keast", "Bilal Trenerry", "Ottilie Marrack")),
    "tresarrow-academy": Staff("Jory Pendeen", ("Mabel Scantlebury", "Hakim Boase", "Linnet Trezise")),
    "carnkelly-school": Staff("", ("Florian Tregonning", "Wren Hichens", "Adaora Minear")),
    "pentorran-academy": Staff("Sidonie Clemo", ("Teilo Rouncefield", "Jamila Skewes", "Emrys Gundry")),
    "porthmelyan-primary": Staff("Beatrice Olivant", ("Silas Trembling", "Anjali Corrin", "Hedley Vosper", "Maisie Dungey")),
    "treskennow-primary": Staff("Conrad Yelland", ("Imani Tippett", "Rowan Hollow", "Saoirse Jago")),
    "bosmerrin-primary": Staff("Philippa Nance", ("Gareth Uren", "Zainab Luxton", "Isaac Prideaux")),
    "rosquenna-primary": Staff("Edith Carbis", ("Malachi Trott", "Nerys Bunt")),
    "nansvellow-primary": Staff("Leopold Sandry", ("Amrita Chubb", "Digory Lanyon")),
    "chymellyn-primary": Staff("Harriet Odgers", ("Tobiah Rescorla", "Yusra Beckerleg")),
    "goonvarra-primary": Staff("Constance Ivey", ("Dexter Ninnis", "Rhoswen Peake")),
    "lanverran-primary": Staff("Barnabas Oates", ("Ludmila Tresidder", "Kelvin Mayne")),
    "carrowmoor-primary": Staff("Merryn Blight", ("Ansel Geach",)),
}  # fmt: skip

# Who teaches there besides, where there are so many that the programme of coaching has figures: they are coached, and
# stand in no learning team.
OTHERS: Mapping[str, tuple[str, ...]] = {
    "penhavrow-school": (
        "Tariq Nankivell", "Wilmot Chegwin", "Dorcas Pengilly", "Jethro Carveth", "Caspian Bolitho", "Mirela Rodda",
        "Cador Bawden", "Leila Tregear", "Petroc Angove", "Bettrys Curnow",
    ),
    "porthmelyan-primary": (
        "Samir Roskilly", "Rosenwyn Tyack", "Ambrose Spargo", "Kensa Hocking", "Piers Nancarrow",
    ),
    "tresarrow-academy": (
        "Idris Venning", "Fitz Polglase", "Amos Jewell", "Tamsin Kitto", "Oriel Penrose", "Farida Hosking",
    ),
    "pentorran-academy": (
        "Benedikt Pascoe", "Morwen Chenhalls", "Osric Trevaskis", "Hana Rescudgen", "Lorcan Tremayne",
        "Sunita Vellanoweth",
    ),
}  # fmt: skip
