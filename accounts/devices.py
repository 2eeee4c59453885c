"""What a browser says of itself, in the words that its owner would use; and an address, roughly."""

import ipaddress

# The first that is found: many name others to be let in.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("CriOS", "Chrome"),
            ("FxiOS", "Firefox"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("CrOS", "Chromebook"), ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
UNKNOWN = "Unknown device"


def device_of(agent: str) -> str:
    """'Firefox on Windows'; what is not known is left out."""
    browser = next((word for sign, word in BROWSERS if sign in agent), "")
    system = next((word for sign, word in SYSTEMS if sign in agent), "")
    return " on ".join(filter(None, (browser, system))) or UNKNOWN


def roughly(address: str | None) -> str:
    """The network that an address lies in: enough to know one's school from elsewhere, too little to follow anybody."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    network = ipaddress.ip_network(f"{known}/{24 if known.version == 4 else 48}", strict=False)
    return str(network)
