#!/usr/bin/env python3
"""Write the exports of three fictional clients, and the list of what is
planted in them. The same seed gives the same bytes."""

import argparse
import pathlib
import sys

sys.dont_write_bytecode = True

from generator import agency, grocery, software_files, stories  # noqa: E402
from generator.common import Plan                                # noqa: E402

CLIENTS = {"software": software_files, "agency": agency, "grocery": grocery}


def read_options(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--out", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parent,
                        help="default: beside this script")
    parser.add_argument("--without", action="append", default=[],
                        metavar="STORY", help="leave a story or a decoy out; "
                        "'all' plants nothing; may be repeated")
    parser.add_argument("--list", action="store_true",
                        help="print the stories and decoys, write nothing")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = read_options(arguments)
    if options.list:
        for line in stories.lines():
            print(line)
        return 0
    try:
        plan = Plan(options.seed, stories.removable(), options.without)
    except ValueError as error:
        print("generate.py: %s (see --list)" % error, file=sys.stderr)
        return 3
    for name, client in CLIENTS.items():
        folder = options.out / name
        folder.mkdir(parents=True, exist_ok=True)
        client.generate(plan, folder)
    stories.write(plan, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
