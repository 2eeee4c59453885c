"""How one cell of a file is read. Each parser gives the value or raises ValueError with a sentence for people.

Pure: no Django, no database. The importers call each parser once for every different text in a column.
"""

from __future__ import annotations

import datetime
import re

from celt.lib.terms import parse_year
from pupils.measures import ASSESSMENTS, Assessment

# Letters of a UPN in the order of their value; I, O and S are not used. Department for Education, UPN guide.
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
NO_NC_YEAR = -99  # stands for X, "follows no year group", while a row is staged
_PERMANENT = re.compile(r"[A-Z][0-9]{12}")
_TEMPORARY = re.compile(r"[A-Z][0-9]{11}[A-Z]")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_BRITISH = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_YES = {"Y", "YES", "T", "TRUE", "1"}
_NO = {"N", "NO", "F", "FALSE", "0"}
_TERMS = {"AUTUMN": "autumn", "SPRING": "spring", "SUMMER": "summer", "AUT": "autumn", "SPR": "spring", "SUM": "summer"}


def shown(text: str) -> str:
    """The text as a sentence quotes it, cut to 40 characters."""
    flat = " ".join(_CONTROL.sub(" ", text).split())
    return f"“{flat if len(flat) <= 40 else flat[:39] + '…'}”"


def upn_letter(tail: str) -> str:
    """The check letter for the twelve characters after it: sum of i times the i-th character, i = 2 to 13, modulo 23.

    The last character of a temporary UPN is a letter and counts by its place among the 23, A being 0.
    """
    total = 0
    for weight, character in enumerate(tail, start=2):
        total += weight * (int(character) if character.isdigit() else UPN_LETTERS.index(character))
    return UPN_LETTERS[total % 23]


def parse_upn(text: str) -> str:
    upn = text.strip().upper()
    if not upn:
        raise ValueError("The UPN is missing.")
    if not (_PERMANENT.fullmatch(upn) or (_TEMPORARY.fullmatch(upn) and upn[-1] in UPN_LETTERS)):
        raise ValueError(
            f"{shown(text)} is not a UPN. A UPN is a letter and twelve digits, "
            "or in a temporary one eleven digits and a letter."
        )
    expected = upn_letter(upn[1:])
    if upn[0] != expected:
        raise ValueError(
            f"The check letter of UPN {upn} is wrong: these digits belong to {expected}. Look for a mistyped digit."
        )
    return upn


def parse_date(text: str) -> datetime.date | None:
    """None for an empty cell."""
    cell = text.strip()
    if not cell:
        return None
    if found := _ISO.fullmatch(cell):
        year, month, day = (int(part) for part in found.groups())
    elif found := _BRITISH.fullmatch(cell):
        day, month, year = (int(part) for part in found.groups())
    else:
        raise ValueError(f"{shown(text)} is not a date. Write it as 31/12/2012 or 2012-12-31.")
    try:
        parsed = datetime.date(year, month, day)
    except ValueError:
        raise ValueError(f"There is no day {shown(text)}. Dates are read day first, as 31/12/2012.") from None
    if not 1990 <= parsed.year <= 2099:
        raise ValueError(f"The date {shown(text)} is too far from today.")
    return parsed


def parse_academic_year(text: str) -> int:
    if not text.strip():
        raise ValueError("The academic year is missing. Write it as 2024/25.")
    try:
        return parse_year(text)
    except ValueError:
        raise ValueError(f"{shown(text)} is not an academic year. Write it as 2024/25.") from None


def parse_nc_year(text: str) -> int:
    """N1 is -2, N2 is -1, R is 0, then 1 to 14; X gives NO_NC_YEAR."""
    cell = text.strip().upper().removeprefix("YEAR").removeprefix("YR").strip()
    if re.fullmatch(r"Y\s*\d{1,2}", cell):
        cell = cell[1:].strip()
    words = {"N1": -2, "N2": -1, "R": 0, "RECEPTION": 0, "X": NO_NC_YEAR}
    if cell in words:
        return words[cell]
    if re.fullmatch(r"\d{1,2}(\.0)?", cell) and 1 <= int(cell.split(".")[0]) <= 14:
        return int(cell.split(".")[0])
    if not cell:
        raise ValueError("The year group is missing. Write N1, N2, R, 1 to 14, or X for none.")
    raise ValueError(f"{shown(text)} is not a year group. Write N1, N2, R, 1 to 14, or X for none.")


def parse_flag(text: str) -> bool:
    """Yes or no; an empty cell is no."""
    cell = text.strip().upper().removesuffix(".0")
    if cell in _YES:
        return True
    if cell in _NO or not cell:
        return False
    raise ValueError(f"{shown(text)} is neither yes nor no. Write Y or N.")


def parse_known_flag(text: str) -> bool:
    """Yes or no; an empty cell is refused, because "not known" must not be counted as "no"."""
    if not text.strip():
        raise ValueError("Y or N is missing. It decides in which group the pupil is counted.")
    return parse_flag(text)


def parse_sex(text: str) -> str:
    cell = text.strip().upper()
    words = {"F": "F", "FEMALE": "F", "GIRL": "F", "M": "M", "MALE": "M", "BOY": "M"}
    if cell in words:
        return words[cell]
    raise ValueError("The sex is missing. Write F or M." if not cell else f"{shown(text)} is not F or M.")


def parse_sen(text: str) -> str:
    cell = text.strip().upper()
    if cell in {"N", "K", "E"}:
        return cell
    if not cell:
        return "N"
    raise ValueError(f"{shown(text)} is not a special educational need. Write N (none), K (support) or E (plan).")


def parse_ethnicity(text: str) -> str:
    cell = text.strip().upper()
    if not cell or re.fullmatch(r"[A-Z]{3,4}", cell):
        return cell
    raise ValueError(f"{shown(text)} is not an ethnicity code of the school census, such as WBRI.")


def parse_name(text: str) -> str:
    cell = " ".join(text.split())
    if not cell:
        raise ValueError("The name is missing.")
    if _CONTROL.search(cell) or len(cell) > 100:
        raise ValueError("The name is longer than 100 characters, or holds characters that no name has.")
    return cell


def parse_urn(text: str) -> int:
    cell = text.strip().removesuffix(".0")
    if re.fullmatch(r"[1-9][0-9]{5}", cell):
        return int(cell)
    raise ValueError("The URN is missing." if not cell else f"{shown(text)} is not a URN. A URN has six digits.")


def parse_term(text: str) -> str:
    cell = text.strip().upper().removesuffix("TERM").strip()
    if cell in _TERMS:
        return _TERMS[cell]
    raise ValueError(
        "The term is missing. Write autumn, spring or summer."
        if not cell
        else f"{shown(text)} is not a term. Write autumn, spring or summer."
    )


def parse_sessions(text: str) -> int:
    """Half days, 0 to 400."""
    cell = text.strip().removesuffix(".0")
    if re.fullmatch(r"\d{1,3}", cell) and int(cell) <= 400:
        return int(cell)
    if not cell:
        raise ValueError("The number of sessions is missing. Write 0 where there were none.")
    raise ValueError(f"{shown(text)} is not a number of sessions. Write a whole number from 0 to 400.")


def parse_assessment(text: str) -> str:
    cell = text.strip().lower()
    if cell in ASSESSMENTS:
        return cell
    if not cell:
        raise ValueError("The assessment is missing.")
    raise ValueError(f"{shown(text)} is not an assessment. Known are {', '.join(ASSESSMENTS)}.")


def parse_checkpoint(text: str) -> str:
    cell = " ".join(text.split())
    if not cell:
        raise ValueError("The checkpoint is missing.")
    if len(cell) > 40 or _CONTROL.search(cell):
        raise ValueError(f"{shown(text)} is too long for the name of a checkpoint.")
    return cell


def parse_result(assessment: Assessment, text: str) -> tuple[float | None, str]:
    """(value, "") for a number within the range and on the step, (None, code) for one of the assessment's codes."""
    cell = text.strip().upper()
    if cell in assessment.codes:
        return None, cell
    if cell in assessment.grades:
        return assessment.grades[cell], ""
    if assessment.minimum is not None and assessment.maximum is not None and _NUMBER.fullmatch(cell):
        value = float(cell)
        if assessment.minimum <= value <= assessment.maximum and _on_step(value, assessment.step or 1):
            return value, ""
    if not cell:
        raise ValueError(f"The result is missing. Give {assessment.accepts}.")
    sentence = f"{shown(text)} is no result for {assessment.title} ({assessment.slug}). It takes {assessment.accepts}."
    return _refuse(sentence)


def _on_step(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6


def _refuse(sentence: str) -> tuple[float | None, str]:
    raise ValueError(sentence if len(sentence) <= 300 else sentence[:299] + "…")
