"""Which column of a performance table holds what. Source: the department's metadata of key stages 2 and 4, 2018/19.

The files spell "other pupils" in three ways (NotFSM6CLA1A, NOTFSM6CLA1A, NFSM6CLA1A) and once with a letter group lost
(PTNOTFSMBASICS_94_17). `column_key` brings all of them to one; D stands for disadvantaged and O for other pupils.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_OTHER = re.compile(r"NOTFSM6CLA1A|NFSM6CLA1A|NOTFSM(?=BASICS)")
_DISADVANTAGED = re.compile(r"FSM6CLA1A")

# What is printed where there is no figure. Source: the department's list of abbreviations; where its wording was not
# at hand, the reader is sent there.
_ELSEWHERE = "A code of the published tables; their list of abbreviations explains it."
CODES: Mapping[str, str] = MappingProxyType(
    {
        "SUPP": "Not shown: five pupils or fewer, who could be recognised.",
        "NE": "No entries.",
        "NA": "Not available or not applicable.",
        "NP": "Not published.",
        "NEW": "A new school without results.",
        "LOWCOV": "Not shown: it covers less than half of the pupils.",
        "SP": "Between 0 and 0.5 per cent.",
        **dict.fromkeys(("RE", "LOW", "DNS", "SUPPMAT", "NELIG"), _ELSEWHERE),
    }
)


def column_key(name: str) -> str:
    """'PTRWM_EXP_NotFSM6CLA1A' and 'PTRWM_EXP_NFSM6CLA1A' -> 'PTRWM_EXP_{O}'."""
    return _DISADVANTAGED.sub("{D}", _OTHER.sub("{O}", name.strip().upper()))


@dataclass(frozen=True)
class PublishedMeasure:
    """One measure of ours and the columns that hold it. `gap` is the department's DIFFN column, where there is one."""

    slug: str
    key_stage: str
    all: str
    disadvantaged: str
    other: str
    gap: str
    n_all: str
    n_disadvantaged: str
    n_other: str
    least: float
    most: float
    title: str = ""  # only where the measure is published and never computed here

    @property
    def values(self) -> tuple[str, str, str]:
        return self.all, self.disadvantaged, self.other

    @property
    def counts(self) -> tuple[str, str, str]:
        return self.n_all, self.n_disadvantaged, self.n_other


def _ks2(slug: str, stem: str, least: float, most: float, *, gap: str = "", title: str = "") -> PublishedMeasure:
    return PublishedMeasure(
        slug, "KS2", stem, f"{stem}_{{D}}", f"{stem}_{{O}}", gap, "TELIG", "T{D}", "T{O}", least, most, title
    )


def _ks4(
    slug: str, columns: tuple[str, str, str], most: float, *, gap: str = "", least: float = 0,
    counts: tuple[str, str, str] = ("TPUP", "T{D}", "T{O}"), title: str = "",
) -> PublishedMeasure:  # fmt: skip
    return PublishedMeasure(slug, "KS4", *columns, gap, *counts, least, most, title)


def _groups(stem: str) -> tuple[str, str, str]:
    return stem, f"{stem}_{{D}}", f"{stem}_{{O}}"


_PROGRESS = "Key stage 2 progress in {}, as published"
KS2 = (
    _ks2("ks2_rwm_exp", "PTRWM_EXP", 0, 100, gap="DIFFN_RWM_EXP"),
    _ks2("ks2_rwm_high", "PTRWM_HIGH", 0, 100, gap="DIFFN_RWM_HIGH"),
    _ks2("ks2_reading_mean", "READ_AVERAGE", 80, 120),
    _ks2("ks2_reading_exp", "PTREAD_EXP", 0, 100),
    _ks2("ks2_reading_high", "PTREAD_HIGH", 0, 100),
    _ks2("ks2_maths_mean", "MAT_AVERAGE", 80, 120),
    _ks2("ks2_maths_exp", "PTMAT_EXP", 0, 100),
    _ks2("ks2_maths_high", "PTMAT_HIGH", 0, 100),
    _ks2("ks2_gps_mean", "GPS_AVERAGE", 80, 120),
    _ks2("ks2_gps_exp", "PTGPS_EXP", 0, 100),
    _ks2("ks2_gps_high", "PTGPS_HIGH", 0, 100),
    _ks2("ks2_writing_exp", "PTWRITTA_EXP", 0, 100),
    _ks2("ks2_writing_high", "PTWRITTA_HIGH", 0, 100),
    _ks2("ks2_reading_progress", "READPROG", -50, 50, gap="DIFFN_READPROG", title=_PROGRESS.format("reading")),
    _ks2("ks2_writing_progress", "WRITPROG", -50, 50, gap="DIFFN_WRITPROG", title=_PROGRESS.format("writing")),
    _ks2("ks2_maths_progress", "MATPROG", -50, 50, gap="DIFFN_MATPROG", title=_PROGRESS.format("maths")),
)
KS4 = (
    _ks4("ks4_attainment8", _groups("ATT8SCR"), 90, gap="DIFFN_ATT8"),
    _ks4("ks4_em_4", ("PTL2BASICS_94", "PT{D}BASICS_94", "PT{O}BASICS_94"), 100),
    _ks4("ks4_em_5", ("PTL2BASICS_95", "PT{D}BASICS_95", "PT{O}BASICS_95"), 100),
    _ks4("ks4_ebacc_aps", _groups("EBACCAPS"), 10),
    _ks4(
        "ks4_progress8", _groups("P8MEA"), 10, gap="DIFFN_P8MEA", least=-10, counts=_groups("P8PUP"),
        title="Progress 8, as published",
    ),
)  # fmt: skip
PUBLISHED: Mapping[str, PublishedMeasure] = MappingProxyType({measure.slug: measure for measure in KS2 + KS4})


@dataclass(frozen=True)
class Layout:
    """A key stage's file: how it is told, and which record types are the area and the nation (state-funded)."""

    key_stage: str
    signs: frozenset[str]
    measures: tuple[PublishedMeasure, ...]
    schools: frozenset[str]
    local_authority: str
    national: str
    earlier: str  # this column with _18 holds the figure of 2017/18, printed for comparison


LAYOUTS = (
    Layout("KS2", frozenset({"TELIG", "PTRWM_EXP"}), KS2, frozenset("12"), "3", "5", "PTRWM_EXP"),
    Layout("KS4", frozenset({"TPUP", "ATT8SCR"}), KS4, frozenset("12"), "4", "7", "ATT8SCR"),
)
IDENTITY = ("RECTYPE", "URN", "LEA", "SCHNAME")
