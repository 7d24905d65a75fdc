"""Reads the report of pip-licenses and refuses what AGPL-3.0 programs cannot be joined with."""

import json
import re
import sys

# Permissive ones, and copyleft that the AGPL takes. GPL-2.0-only, SSPL, "free for research" and
# whatever nobody has looked at yet are not among them.
GOOD = re.compile(
    r"^(0BSD|AGPL-3\.0.*|Apache.*|.*BSD.*|CC0-1\.0|HPND|ISC.*|LGPL-3\.0.*|MIT.*|MPL-2\.0"
    r"|Mozilla Public License 2\.0.*|PSF-2\.0|Python Software Foundation License|Unlicense|Zlib)$"
)


def refused(report: list[dict[str, str]]) -> list[str]:
    """`name: licence` of each package with a part that is not known to be good."""
    return [
        f"{each['Name']}: {each['License']}"
        for each in report
        if not all(
            any(GOOD.match(choice.strip(" ()")) for choice in part.split(" OR "))
            for part in re.split(r" AND |;", each["License"])
        )
    ]


def main() -> int:
    report = json.load(sys.stdin)
    bad = refused(report)
    for line in bad:
        sys.stderr.write(f"licence: {line}\n")
    sys.stdout.write(f"{len(report)} packages, {len(bad)} refused\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
