"""Small performance tables in the layouts of 2016/17 to 2018/19: invented schools, real figures of England."""

import csv
import io
from typing import Any

KS2_STEMS = (
    "PTRWM_EXP", "PTRWM_HIGH", "READ_AVERAGE", "PTREAD_EXP", "PTREAD_HIGH", "MAT_AVERAGE", "PTMAT_EXP", "PTMAT_HIGH",
    "GPS_AVERAGE", "PTGPS_EXP", "PTGPS_HIGH", "PTWRITTA_EXP", "PTWRITTA_HIGH", "READPROG", "WRITPROG", "MATPROG",
)  # fmt: skip
KS2_COLUMNS = [
    "RECTYPE", "ALPHAIND", "LEA", "ESTAB", "URN", "SCHNAME", "URN_AC", "SCHNAME_AC", "OPEN_AC", "TOTPUPS", "TELIG",
    "TFSM6CLA1A", "PTFSM6CLA1A", "TNotFSM6CLA1A", "PTNotFSM6CLA1A",
    *KS2_STEMS, *(f"{stem}_FSM6CLA1A" for stem in KS2_STEMS), *(f"{stem}_NotFSM6CLA1A" for stem in KS2_STEMS),
    "DIFFN_RWM_EXP", "DIFFN_RWM_HIGH", "DIFFN_READPROG", "DIFFN_WRITPROG", "DIFFN_MATPROG",
    "PTRWM_EXP_18", "PTRWM_EXP_FSM6CLA1A_18", "PTRWM_EXP_17", "PTRWM_EXP_3YR", "READPROG_DESCR",
]  # fmt: skip
KS4_COLUMNS = [
    "RECTYPE", "LEA", "ESTAB", "URN", "SCHNAME", "SCHNAME_AC", "TPUP", "TFSM6CLA1A", "PTFSM6CLA1A", "TNOTFSM6CLA1A",
    "PTNOTFSM6CLA1A", "ATT8SCR", "P8PUP", "P8MEA", "PTL2BASICS_94", "PTL2BASICS_95", "EBACCAPS", "EBACCAPS_FSM6CLA1A",
    "EBACCAPS_NFSM6CLA1A", "ATT8SCR_FSM6CLA1A", "P8PUP_FSM6CLA1A", "P8MEA_FSM6CLA1A", "ATT8SCR_NFSM6CLA1A",
    "P8PUP_NFSM6CLA1A", "P8MEA_NFSM6CLA1A", "DIFFN_ATT8", "DIFFN_P8MEA", "ATT8SCR_17", "ATT8SCR_18", "PT5EM_94_18",
    "PTFSM6CLA1ABASICS_94", "PTNOTFSM6CLA1ABASICS_94", "PTFSM6CLA1ABASICS_95", "PTNOTFSM6CLA1ABASICS_95",
    "PTNOTFSMBASICS_94_17", "P8_BANDING",
]  # fmt: skip

# England, state-funded, as printed for 2018/19.
ENGLAND_KS2 = {
    "RECTYPE": "5", "SCHNAME": "ENGLAND (STATE-FUNDED)", "TELIG": "644967", "TFSM6CLA1A": "197488",
    "TNotFSM6CLA1A": "447479", "PTRWM_EXP": "65%", "PTRWM_EXP_FSM6CLA1A": "51%", "PTRWM_EXP_NotFSM6CLA1A": "71%",
    "DIFFN_RWM_EXP": "0", "READ_AVERAGE": "104", "READ_AVERAGE_FSM6CLA1A": "102", "READ_AVERAGE_NotFSM6CLA1A": "105",
    "READPROG": " ", "READPROG_FSM6CLA1A": "-0.6", "READPROG_NotFSM6CLA1A": "0.3", "READPROG_DESCR": " ",
}  # fmt: skip
ENGLAND_KS4 = {
    "RECTYPE": "7", "SCHNAME": "ENGLAND (STATE-FUNDED)", "TPUP": "542621", "TFSM6CLA1A": "143816",
    "TNOTFSM6CLA1A": "398805", "ATT8SCR": "46.7", "ATT8SCR_FSM6CLA1A": "36.7", "ATT8SCR_NFSM6CLA1A": "50.3",
    "PTL2BASICS_94": "65%", "PTFSM6CLA1ABASICS_94": "45%", "PTNOTFSM6CLA1ABASICS_94": "72%", "P8MEA": "-0.03",
    "P8_BANDING": " ",
}  # fmt: skip
SURREY = {"RECTYPE": "3", "LEA": "936", "SCHNAME": "Surrey", "PTRWM_EXP": "69%", "PTRWM_EXP_FSM6CLA1A": "46%"}


def ks2_school(urn: int, **cells: Any) -> dict[str, Any]:
    """A school with figures for reading, writing and maths and the reading score."""
    return {
        "RECTYPE": "1", "LEA": "936", "ESTAB": "2001", "URN": urn, "SCHNAME": f"School {urn}", "URN_AC": "0",
        "TELIG": "58", "TFSM6CLA1A": "12", "TNotFSM6CLA1A": "46", "PTRWM_EXP": "62%", "PTRWM_EXP_FSM6CLA1A": "42%",
        "PTRWM_EXP_NotFSM6CLA1A": "67%", "DIFFN_RWM_EXP": "-29", "READ_AVERAGE": "104", "READ_AVERAGE_FSM6CLA1A": "101",
        "READ_AVERAGE_NotFSM6CLA1A": "105", **cells,
    }  # fmt: skip


def ks2_withheld(urn: int) -> dict[str, Any]:
    """A school with three disadvantaged pupils: both groups are withheld, the numbers are printed."""
    withheld = ("PTRWM_EXP_FSM6CLA1A", "PTRWM_EXP_NotFSM6CLA1A", "DIFFN_RWM_EXP")
    return ks2_school(urn, TELIG="40", TFSM6CLA1A="3", TNotFSM6CLA1A="37", **dict.fromkeys(withheld, "SUPP"))


def ks4_school(urn: int, **cells: Any) -> dict[str, Any]:
    return {
        "RECTYPE": "1", "LEA": "936", "URN": urn, "SCHNAME": f"School {urn}", "TPUP": "180", "TFSM6CLA1A": "40",
        "TNOTFSM6CLA1A": "140", "ATT8SCR": "48.1", "ATT8SCR_FSM6CLA1A": "37.4", "ATT8SCR_NFSM6CLA1A": "51.2",
        "DIFFN_ATT8": "-12.9", "P8PUP": "171", "P8PUP_FSM6CLA1A": "37", "P8PUP_NFSM6CLA1A": "134", "P8MEA": "0.11",
        "P8MEA_FSM6CLA1A": "-0.38", "P8MEA_NFSM6CLA1A": "0.25", "DIFFN_P8MEA": "-0.51", "PTL2BASICS_94": "68%",
        "PTFSM6CLA1ABASICS_94": "48.60%", "PTNOTFSM6CLA1ABASICS_94": "73%", **cells,
    }  # fmt: skip


def table_bytes(columns: list[str], *rows: dict[str, Any], trim: bool = True) -> bytes:
    """UTF-8 with its mark and CRLF. Blank cells at the end of a school's row are left off, as in the real files."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(columns)
    for row in rows:
        cells = [str(row.get(name, "")) for name in columns]
        while trim and row["RECTYPE"] in {"1", "2"} and cells and not cells[-1].strip():
            cells.pop()
        writer.writerow(cells)
    return held.getvalue().encode("utf-8-sig")


def ks2_bytes(*rows: dict[str, Any], columns: list[str] = KS2_COLUMNS) -> bytes:
    return table_bytes(columns, *rows, SURREY, {"RECTYPE": "4", "SCHNAME": "ENGLAND", "PTRWM_EXP": "64%"}, ENGLAND_KS2)


def ks4_bytes(*rows: dict[str, Any]) -> bytes:
    surrey = {**SURREY, "RECTYPE": "4", "ATT8SCR": "50.2"}
    return table_bytes(KS4_COLUMNS, *rows, surrey, {"RECTYPE": "5", "ATT8SCR": "44.7"}, ENGLAND_KS4)


def renamed(content: bytes, **names: str) -> bytes:
    """The same table with some column names spelt otherwise."""
    header, rest = content.split(b"\r\n", 1)
    for old, new in names.items():
        header = b",".join(new.encode() if cell == old.encode() else cell for cell in header.split(b","))
    return header + b"\r\n" + rest
