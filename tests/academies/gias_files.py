"""Small extracts of Get Information About Schools in their two layouts, of invented schools."""

import csv
import io
from typing import Any

# The 111 columns of the web extract of 2022, in their order.
WEB = """URN|LA (code)|LA (name)|EstablishmentNumber|EstablishmentName|TypeOfEstablishment (name)
EstablishmentTypeGroup (name)|EstablishmentStatus (name)|ReasonEstablishmentOpened (name)|OpenDate
ReasonEstablishmentClosed (name)|CloseDate|PhaseOfEducation (name)|StatutoryLowAge|StatutoryHighAge|Boarders (name)
NurseryProvision (name)|OfficialSixthForm (name)|Gender (name)|ReligiousCharacter (name)|ReligiousEthos (name)
Diocese (name)|AdmissionsPolicy (name)|SchoolCapacity|SpecialClasses (name)|CensusDate|NumberOfPupils|NumberOfBoys
NumberOfGirls|PercentageFSM|TrustSchoolFlag (name)|Trusts (name)|SchoolSponsorFlag (name)|SchoolSponsors (name)
FederationFlag (name)|Federations (name)|UKPRN|FEHEIdentifier|FurtherEducationType (name)|OfstedLastInsp
LastChangedDate|Street|Locality|Address3|Town|County (name)|Postcode|SchoolWebsite|TelephoneNum|HeadTitle (name)
HeadFirstName|HeadLastName|HeadPreferredJobTitle|BSOInspectorateName (name)|InspectorateReport
DateOfLastInspectionVisit|NextInspectionVisit|TeenMoth (name)|TeenMothPlaces|CCF (name)|SENPRU (name)|EBD (name)
PlacesPRU|FTProv (name)|EdByOther (name)|Section41Approved (name)|SEN1 (name)|SEN2 (name)|SEN3 (name)|SEN4 (name)
SEN5 (name)|SEN6 (name)|SEN7 (name)|SEN8 (name)|SEN9 (name)|SEN10 (name)|SEN11 (name)|SEN12 (name)|SEN13 (name)
TypeOfResourcedProvision (name)|ResourcedProvisionOnRoll|ResourcedProvisionCapacity|SenUnitOnRoll|SenUnitCapacity
GOR (name)|DistrictAdministrative (name)|AdministrativeWard (name)|ParliamentaryConstituency (name)
UrbanRural (name)|GSSLACode (name)|Easting|Northing|MSOA (name)|LSOA (name)|InspectorateName (name)|SENStat|SENNoStat
PropsName|OfstedRating (name)|RSCRegion (name)|Country (name)|UPRN|SiteName|QABName (name)
EstablishmentAccredited (name)|QABReport|CHNumber|MSOA (code)|LSOA (code)|FSM|Linked establishments"""
WEB_COLUMNS = WEB.replace("\n", "|").split("|")
_GONE = {"OfstedLastInsp", "OfstedRating (name)", "RSCRegion (name)", "Linked establishments"}
_KEPT = [name for name in WEB_COLUMNS if name not in _GONE]
_TWINS = [name.replace("(name)", "(code)") for name in _KEPT if "(name)" in name and name != "LA (name)"]
_TWINS = ["Trusts (code)", *(twin for twin in _TWINS if twin not in {"Trusts (code)", "MSOA (code)", "LSOA (code)"})]
# The full daily file: code twins beside the names, and without what was taken out of it in 2024 and 2025.
DAILY_COLUMNS = [*_KEPT, *_TWINS][:135]

TRUST, UID = "HARBOUR LIGHTS TRUST", "7001"


def school(urn: Any = 150001, name: Any = "Gannet Bay Primary School", **cells: Any) -> dict[str, Any]:
    """A school of the trust; name cells by their column, with underscores for what Python has no names for."""
    return {
        "URN": urn,
        "LA (code)": 936,
        "LA (name)": "Surrey",
        "EstablishmentNumber": 2001,
        "EstablishmentName": name,
        "TypeOfEstablishment (name)": "Academy converter",
        "EstablishmentStatus (name)": "Open",
        "OpenDate": "01-09-2013",
        "PhaseOfEducation (name)": "Primary",
        "StatutoryLowAge": 4,
        "StatutoryHighAge": 11,
        "Trusts (name)": TRUST,
        "Trusts (code)": UID,
        "UKPRN": 10060001,
        **{key.replace("__", " "): value for key, value in cells.items()},
    }


def other_school() -> dict[str, Any]:
    """A school of another trust: a file holds more than one's own."""
    return {
        **school(150900, "Cormorant Infant School"),
        "Trusts (name)": "HARBOR LIGHT FEDERATION",
        "Trusts (code)": "7002",
    }


def gias_bytes(*schools: dict[str, Any], columns: list[str] = WEB_COLUMNS, encoding: str = "utf-8") -> bytes:
    """The extract. A list in the last column is printed unquoted, as the web extract prints several links."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(columns)
    for each in schools:
        cells = [each.get(name, "") for name in columns]
        last = cells.pop() if columns[-1] == "Linked establishments" else None
        writer.writerow(cells if last is None else [*cells, *(last if isinstance(last, list) else [last])])
    return held.getvalue().encode(encoding)


def links_bytes(*links: tuple[int, int, str, str, str]) -> bytes:
    """Rows of URN, LinkURN, LinkName, LinkType, LinkEstablishedDate; cp1252 as the real one is."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"])
    writer.writerows(links)
    return held.getvalue().encode("cp1252")
