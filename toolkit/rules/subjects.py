"""What schools teach, to whom: offered as one types. What a school calls otherwise can be written otherwise."""

from typing import Final

YEAR_GROUPS: Final = ("Nursery", "Reception", *(f"Year {year}" for year in range(1, 14)))
SUBJECTS: Final = (
    "Art", "Computing", "Design and technology", "Drama", "English", "Geography", "History", "Languages", "Maths",
    "Music", "PE", "Phonics", "Reading", "Religious education", "Science", "Writing",
)  # fmt: skip
