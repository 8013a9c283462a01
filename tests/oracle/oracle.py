#!/usr/bin/env python3
"""Independent oracle for Holdfast: the metrics of the sample clients, worked out a second time from the raw CSVs.

How it was written. From design/metrics.md, the first table of design/formats.md, sample-data/README.md and the rules settled by the
lead where metrics.md leaves room (the metric ids among them); NOTES.md keeps those decisions and the ones made here.
Nothing under generator/ was read (only names of settings), so that two readings of the same words can be set side by side.
Python's standard library alone; amounts and quotients are int and Fraction, floats come in only with square roots (limits).
It keeps no facts and merges nothing: each period starts again from the customers, by the plainest way there is.

    python3 tests/oracle/oracle.py --site site                 compare every client's metrics.json, exit 1 on a difference
    python3 tests/oracle/oracle.py --site site --client lumen  one client
    python3 tests/oracle/oracle.py --dump FILE                 write the oracle's own numbers as JSON
    python3 tests/oracle/oracle.py --data DIR                  exports of another seed (sample-data/generate.py --out DIR)
    python3 tests/oracle/oracle.py --set lumen.min_n=3         another setting (as_of, history_start, min_n, gross_margin, clv_cap,
                                                               inactive_after, slices=a,b, folder, currency, longer_partial=no: NOTES.md 1)
"""
import argparse
import json
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

from compare import Comparison
from measures import Client

ROOT = Path(__file__).resolve().parents[2]
DEFAULTS = {"history_start": date(2024, 5, 1), "min_n": 5, "clv_cap": 60,
            "reversed": (), "csat_all": False, "earned": ("referral",)}
CLIENTS = {
    "lumen": {"folder": "software", "currency": "EUR", "as_of": date(2026, 11, 12), "gross_margin": Fraction("0.80"),
              "slices": ("channel", "segment", "region", "plan")},
    "harrow": {"folder": "agency", "currency": "GBP", "as_of": date(2026, 10, 31), "gross_margin": Fraction("0.55"),
               "reversed": ("ces",), "csat_all": True,
               "slices": ("channel", "segment")},
    "qinghe": {"folder": "grocery", "currency": "CNY", "as_of": date(2026, 10, 31), "gross_margin": Fraction("0.20"),
               "slices": ("channel", "region", "segment"), "inactive_after": 3, "earned": ("老客推荐",)},
}
PARSE = {"as_of": date.fromisoformat, "history_start": date.fromisoformat, "min_n": int, "clv_cap": int, "inactive_after": int,
         "longer_partial": lambda t: t not in ("no", "0", "false"), "gross_margin": lambda t: Fraction(t) if t else None,
         "slices": lambda t: tuple(filter(None, t.split(",")))}


def settings(overrides):
    confs = {name: {**DEFAULTS, **conf} for name, conf in CLIENTS.items()}
    for item in overrides:
        path, text = item.split("=", 1)
        name, key = path.split(".", 1)
        confs[name][key] = PARSE.get(key, str)(text)
    return confs


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return value


def check(name, report, site, first, only):
    path = site / name / "metrics.json"
    if not path.exists():
        print(f"{name}: no {path}")
        return False
    result = Comparison(report, json.loads(path.read_text(encoding="utf-8"))).run()
    found = result.differences
    print(f"{name}: {result.compared} values compared, {len(found)} differences; {result.exact} of {result.values} values are the "
          f"nearest double; {result.unjudged} fields not judged; {len(result.suppression)} differences of suppression alone")
    if result.absent:
        print("  ids the program lacks: " + " ".join(sorted(result.absent)))
    if result.by_name:
        print("  by metric: " + ", ".join(f"{metric} {count}" for metric, count in sorted(result.by_name.items())))
    for line in (found[:first] if only is None else [line for line in found if f" {only}" in line][:first]):
        print("  " + line)
    for line in result.suppression[:first // 4]:
        print("  suppression: " + line)
    return not found and not result.absent


def main():
    parser = argparse.ArgumentParser(description="Recomputes the sample clients' metrics and compares them with metrics.json.")
    parser.add_argument("--site", type=Path)
    parser.add_argument("--client", choices=sorted(CLIENTS))
    parser.add_argument("--data", type=Path, default=ROOT / "sample-data")
    parser.add_argument("--dump", type=Path)
    parser.add_argument("--set", action="append", default=[], metavar="CLIENT.KEY=VALUE")
    parser.add_argument("--first", type=int, default=40, help="differences printed per client")
    parser.add_argument("--only", help="differences of this metric alone")
    parser.add_argument("--log", action="store_true", help="print refused and duplicate rows")
    args = parser.parse_args()
    if not args.site and not args.dump:
        parser.error("nothing to do: give --site or --dump")
    reports, good = {}, True
    for name, conf in settings(args.set).items():
        if args.client in (None, name):
            client = Client(name, conf, args.data)
            reports[name] = client.report()
            if args.log:
                print("\n".join(client.log))
            if args.site:
                good = check(name, reports[name], args.site, args.first, args.only) and good
    if args.dump:
        args.dump.write_text(json.dumps(plain(reports), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
