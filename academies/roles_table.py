"""The role x permission table of docs/roles.md, made from academies/access.py."""

from pathlib import Path

from academies.access import ACADEMY_ROLES, ROLE_PERMISSIONS, TRUST_ROLES, Permission, Role

BEGIN, END = "<!-- role table: made by manage.py role_table --write -->", "<!-- end of role table -->"


def place(role: Role) -> str:
    if role in TRUST_ROLES and role in ACADEMY_ROLES:
        return "either"
    return "trust" if role in TRUST_ROLES else "academy"


def role_table() -> str:
    """A Markdown table: a line a permission, a column a role, a dot where the role holds it."""
    head = ["May", *(role.label for role in Role)]
    rows = [
        ["*held for*", *(f"*{place(role)}*" for role in Role)],
        *([p.value, *("●" if p in ROLE_PERMISSIONS[role] else "" for role in Role)] for p in Permission),
    ]
    lines = [head, ["---", *("---" for _ in Role)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def with_table(text: str) -> str:
    """The document with the table between its marks made anew. Raises ValueError where the marks are missing."""
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"The document has no place for the table: {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n{role_table()}\n{END}{after}"


def write_table(path: Path) -> bool:
    """Puts the table into the document; says whether that changed it."""
    text = path.read_text(encoding="utf-8")
    new = with_table(text)
    if new != text:
        path.write_text(new, encoding="utf-8")
    return new != text
