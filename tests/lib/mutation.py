"""Ways to damage a file: bytes and lines lost, doubled or swapped, and cells replaced by what breaks readers."""

from hypothesis import strategies as st

NASTY = (
    b"", b" ", b'"', b'""', b"'", b",", b",,,,", b"\r", b"\n", b"\r\n\r\n", b"\x00", b"\x81", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\xc3", "\u2019".encode(), "\u0660".encode(), "²".encode(), b"-0", b"1e308",
    b"9" * 400, b"NaN", b"inf", b"-1",
    b"0", b"999999", b"150001", b"101%", b"SUPP", b"supp", b"=1+1", b"<script>", b"31-02-2020", b"00-00-0000",
    b"01-01-0001", b"31-12-9999", b"x" * 33_000, b"\x1b[2J", b"Open", b"Closed", b"\\N", b"NULL", b"%", b"5", b"7",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """One to five damages of `whole`."""
    content = whole
    for _ in range(draw(st.integers(1, 5))):
        if not content:
            break
        way = draw(st.sampled_from(("cell", "cell", "cell", "cut", "bytes", "line", "double", "swap", "drop")))
        place = draw(st.integers(0, len(content)))
        if way == "cut":
            content = content[:place]
        elif way == "bytes":
            content = content[:place] + draw(st.binary(max_size=6)) + content[place + draw(st.integers(0, 30)) :]
        elif way == "cell":
            cells = content.split(b",")
            cells[draw(st.integers(0, len(cells) - 1))] = draw(st.one_of(st.sampled_from(NASTY), st.binary(max_size=5)))
            content = b",".join(cells)
        else:
            lines = content.split(b"\r\n")
            at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
            if way == "line":
                lines.insert(at, draw(st.binary(max_size=20)))
            elif way == "double":
                lines.insert(at, lines[other])
            elif way == "swap":
                lines[at], lines[other] = lines[other], lines[at]
            else:
                del lines[at]
            content = b"\r\n".join(lines)
    return content
