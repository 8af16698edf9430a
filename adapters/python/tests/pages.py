"""What agents have written, byte by byte as docs/AGENTS.md says; that the host reads it so is proved where the host is."""

import pathlib
import struct

TOTALS, RING, EVENT = 128, 384, struct.Struct("=QQQ")


class Page:
    """A page that nobody else reads meanwhile."""

    def __init__(self, path):
        self._bytes = pathlib.Path(path).read_bytes()
        magic, version, self.pid = struct.unpack_from("=8sII", self._bytes)
        assert (magic, version) == (b"HRNSPAGE", 1), path

    @property
    def reason(self):
        return self._bytes[48:128].split(b"\0", 1)[0].decode()

    def total(self, slot):
        return struct.unpack_from("=Q", self._bytes, TOTALS + 8 * slot)[0]

    def events(self):
        """Time, duration and kind of those that the ring has."""
        written, slots = struct.unpack_from("=QQ", self._bytes, 32)
        numbers = range(max(0, written - slots), written)
        return [EVENT.unpack_from(self._bytes, RING + EVENT.size * (number % slots)) for number in numbers]


def is_made(path):
    """Whether its process has written the magic, which comes last."""
    return any(path.read_bytes()[:8])


def pages(folder, kind):
    return [Page(path) for path in pathlib.Path(folder).glob(f"{kind}.*") if is_made(path)]


def read(folder, metrics):
    """Values by metric, as descriptors have them, of all processes together since their start, and the reasons of those that cannot tell."""
    values, reasons = {}, {}
    for metric in metrics:
        place = metric["page"]
        found = pages(folder, place["kind"])
        totals = [page.total(place["slot"]) for page in found]
        if reason := next((page.reason for page in found if page.reason), None):
            reasons[metric["name"]] = reason
        elif metric["aggregation"] == "mean":
            count = sum(page.total(place["count"]) for page in found)
            values |= {metric["name"]: sum(totals) / count} if count else {}
        elif found:
            values[metric["name"]] = max(totals) if metric["aggregation"] == "maximum" else sum(totals)
    return values, reasons
