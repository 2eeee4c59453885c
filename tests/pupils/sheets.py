"""Small files for import tests, with the pupils that they name."""

from __future__ import annotations

from pathlib import Path

from tests.factories import make_upn

PUPIL_HEADER = (
    "academic_year,urn,upn,surname,forename,dob,sex,nc_year,fsm6,looked_after,post_looked_after,service_child,sen,eal,"
    "ethnicity,date_on_roll,date_left"
)
RESULT_HEADER = "academic_year,upn,checkpoint,assessment,value"
ATTENDANCE_HEADER = "academic_year,upn,term,possible,authorised,unauthorised"
UPNS = [make_upn(serial, la_code=908, establishment=4100) for serial in range(60)]


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def pupil(
    number: int, urn: int, *, year: str = "2024/25", fsm6: str = "N", surname: str = "", nc_year: str = "6"
) -> str:
    name = surname or f"Surname{number}"
    return (
        f"{year},{urn},{UPNS[number]},{name},Forename{number},14/03/2014,F,{nc_year},{fsm6},N,N,N,N,N,WBRI,01/09/2020,"
    )


def result(
    number: int, value: str, *, assessment: str = "ks2_reading", checkpoint: str = "Autumn", year: str = "2024/25"
) -> str:
    return f"{year},{UPNS[number]},{checkpoint},{assessment},{value}"


def attendance(
    number: int, possible: int = 140, authorised: int = 4, unauthorised: int = 2, term: str = "autumn"
) -> str:
    return f"2024/25,{UPNS[number]},{term},{possible},{authorised},{unauthorised}"


def pupils_file(path: Path, urn: int, count: int = 6) -> Path:
    return write(path, PUPIL_HEADER, *(pupil(n, urn, fsm6="Y" if n % 3 == 0 else "N") for n in range(count)))
