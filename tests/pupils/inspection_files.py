"""Small files of Ofsted's management information in the layout of 2026, of invented schools."""

import csv
import io
from typing import Any

# The 85 columns of the file of latest inspections, in their order.
LAYOUT = """Web Link (opens in new window)|URN|LAESTAB|School name|Ofsted phase|Type of education|School open date
Admissions policy|Sixth form|Designated religious character|Religious ethos|Faith grouping|Ofsted region|Region
Local authority|Parliamentary constituency|Postcode|Multi-academy trust UID|Multi-academy trust name
Academy sponsor UID|Academy sponsor name|The income deprivation affecting children index (IDACI) quintile
Total number of pupils|Statutory lowest age|Statutory highest age|Inspection number of latest full inspection
Inspection type|Inspection type grouping|Event type grouping|Inspection start date|Publication date
Does the latest full inspection relate to the URN of the current school?|URN at time of latest full inspection
LAESTAB at time of latest full inspection|School name at time of latest full inspection
School type at time of latest full inspection|Category of concern|Safeguarding standards
Safeguarding standards - date of grade|Inclusion|Inclusion - date of grade|Curriculum and teaching
Curriculum and teaching - date of grade|Achievement|Achievement - date of grade|Attendance and behaviour
Attendance and behaviour - date of grade|Personal development and wellbeing
Personal development and wellbeing - date of grade|Early years (where applicable)|Early years - date of grade
Post-16 provision (where applicable)|Post-16 provision - date of grade|Leadership and governance
Leadership and governance - date of grade|Inspection number of latest OEIF graded inspection
Inspection type of latest OEIF graded inspection|Inspection type grouping of latest OEIF graded inspection
Event type grouping of latest OEIF graded inspection|Inspection start date of latest OEIF graded inspection
Publication date of latest OEIF graded inspection
Does the latest OEIF graded inspection relate to the URN of the current school?
URN at time of latest OEIF graded inspection|LAESTAB at time of latest OEIF graded inspection
School name at time of latest OEIF graded inspection|School type at time of latest OEIF graded inspection
Latest OEIF category of concern|Latest OEIF overall effectiveness|Latest OEIF quality of education
Latest OEIF behaviour and attitudes|Latest OEIF personal development
Latest OEIF effectiveness of leadership and management|Latest OEIF  safeguarding is effective?
Latest OEIF early years provision (where applicable)|Latest OEIF sixth form provision (where applicable)
Latest ungraded inspection number|Date of latest ungraded inspection|Ungraded inspection publication date
Does the ungraded inspection relate to the URN of the current school?|URN at time of the ungraded inspection
LAESTAB at time of the ungraded inspection|School name at time of the ungraded inspection
School type at time of the ungraded inspection|Ungraded inspection overall outcome|Most recent category of concern"""
COLUMNS = LAYOUT.replace("\n", "|").split("|")
# Before the report card: the latest full inspection and the one before it, graded alike.
OLD_LAYOUT = """URN|School name|Inspection start date|Publication date|URN at time of latest full inspection
Category of concern|Overall effectiveness|Quality of education|Behaviour and attitudes|Personal development
Effectiveness of leadership and management|Safeguarding is effective?|Early years provision (where applicable)
Sixth form provision (where applicable)|Previous inspection start date|Previous publication date
URN at time of previous full inspection|Previous full inspection overall effectiveness|Previous quality of education
Previous behaviour and attitudes|Previous personal development|Previous effectiveness of leadership and management
Previous safeguarding is effective?"""
OLD_COLUMNS = OLD_LAYOUT.replace("\n", "|").split("|")
TITLES = ("Management information - state-funded schools - latest inspections as at 28 February 2026", "Source: Ofsted")
LINK = "Web Link (opens in new window)"


def row(urn: Any, **cells: Any) -> dict[str, Any]:
    """A school without any inspection; every cell that is not named says NULL."""
    return {"URN": urn, "School name": "Gannet’s Bay, Infants", LINK: f"https://reports.example.org/{urn}", **cells}


def report_card(started: str = "03/12/2025", published: str = "20/01/2026", **cells: Any) -> dict[str, Any]:
    return {
        "Inspection start date": started,
        "Publication date": published,
        "Safeguarding standards": "Met",
        "Inclusion": "Strong standard",
        "Curriculum and teaching": "Expected standard",
        "Achievement": "Needs attention",
        "Attendance and behaviour": "Expected standard",
        "Personal development and wellbeing": "Exceptional",
        "Early years (where applicable)": "Not applicable",
        "Post-16 provision (where applicable)": "Not applicable",
        "Leadership and governance": "Expected standard",
        **{f"{area} - date of grade": started for area in ("Inclusion", "Achievement", "Leadership and governance")},
        **cells,
    }


def oeif(started: str = "08/03/2023", overall: Any = 2, **cells: Any) -> dict[str, Any]:
    return {
        "Inspection start date of latest OEIF graded inspection": started,
        "Publication date of latest OEIF graded inspection": "",
        "Latest OEIF overall effectiveness": overall,
        "Latest OEIF quality of education": 2,
        "Latest OEIF behaviour and attitudes": 1,
        "Latest OEIF personal development": 2,
        "Latest OEIF effectiveness of leadership and management": 3,
        "Latest OEIF  safeguarding is effective?": "Yes",
        "Latest OEIF early years provision (where applicable)": 9,
        **cells,
    }


def ungraded(day: str = "05/02/2025", outcome: str = "School remains Good") -> dict[str, Any]:
    return {"Date of latest ungraded inspection": day, "Ungraded inspection overall outcome": outcome}


def mi_bytes(
    *schools: dict[str, Any], columns: list[str] = COLUMNS, titles: tuple[str, ...] = TITLES, encoding: str = "cp1252",
    delimiter: str = ",",
) -> bytes:  # fmt: skip
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=delimiter)
    for title in titles:
        writer.writerow([title, *[""] * (len(columns) - 1)] if delimiter == "," else [title])
    writer.writerow(columns)
    for school in schools:
        writer.writerow([school.get(name, "NULL") for name in columns])
    return held.getvalue().encode(encoding)
