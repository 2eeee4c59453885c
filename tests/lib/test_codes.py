"""QR codes stand on white with their quiet zone, and nothing of them can run."""

from xml.etree import ElementTree

from celt.lib.codes import code_for_page, code_for_paper

URL = "https://gap.example.org/voice/abcd-efgh-jkmn/"


def test_a_code_on_a_page_brings_its_own_white_ground_and_quiet_zone():
    drawn = ElementTree.fromstring(code_for_page(URL))
    size = drawn.attrib["viewBox"].split()[-1]
    ground, code = drawn
    assert ground.attrib == {"fill": "#fff", "d": f"M0 0h{size}v{size}h-{size}z"}
    assert code.attrib["d"].startswith("M4 4.5"), "four modules of white on each side"
    assert "width" not in drawn.attrib


def test_a_code_for_paper_is_as_large_as_what_it_holds():
    short, long = (int(ElementTree.fromstring(code_for_paper(url)).attrib["width"]) for url in (URL, URL * 4))
    assert 21 <= short < long


def test_two_addresses_have_two_codes_and_one_has_one():
    assert code_for_page(URL) == code_for_page(URL)
    assert code_for_page(URL) != code_for_page(URL.replace("jkmn", "jkmp"))
