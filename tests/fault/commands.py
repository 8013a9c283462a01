"""What a command line or a site asks for that must not be done, and what must be true of a site that is built in parts."""
import os, shutil, tempfile

import harness


def ends(wanted, name, status, err, more=True, detail=""):
    harness.say(status == wanted and more and "\x1b" not in err, name, f"exit code {status}, not {wanted}\n{err[-1500:]}\n{detail}")


def text(*path):
    path = os.path.join(*path)
    if not os.path.isfile(path):
        return ""
    with open(path, encoding="utf-8") as f:
        return f.read()


def command_lines(top, conf, run):
    empty = tempfile.mkdtemp(dir=top)
    for out in ("", ".", "./", "..", "/", "//", "a/.."):
        status, _, err = run(conf, "-o", out, folder=empty)
        ends(3, f"-o '{out}' is refused before anything is made", status, err, not os.listdir(empty) and "folder of the site" in err, str(os.listdir(empty)))
    for day in ("0001-01-31", "1899-12-31", "2200-01-01", "9999-12-31"):
        status, _, err = run(conf, "-o", os.path.join(empty, "site"), "--as-of", day)
        ends(3, f"--as-of {day} is refused", status, err)
    for args in (("--as-of", "\x1b[2J"), ("--client", "\x1b[2J"), ("--\x1b[2J",), ("\x1b[2J",), ("--month", "\x1b[2J")):
        status, _, err = run(conf, "-o", os.path.join(empty, "site"), *args)
        ends(3, f"an escape in {args[0]!a} reaches no terminal", status, err, "x1B" in err)


def parts(top, two, month, run):
    """Two clients; then one of them alone, and a month that only one has."""
    out = tempfile.mkdtemp(dir=top)
    site = os.path.join(out, "site")
    status, said, err = run(two, "-o", site)
    ends(0, "every file's rows are printed", status, err, said.count("  customers.csv: 2 rows = 2 used + 0 refused + 0 duplicate\n") == 2, said)
    whole = harness.tree(site)
    status, _, err = run(two, "-o", site, "--client", "one")
    ends(0, "one client built again leaves the site as it was", status, err, harness.tree(site) == whole, harness.tree_difference(whole, harness.tree(site)))
    os.remove(os.path.join(site, "internal", "portfolio.ini"))
    status, _, err = run(two, "-o", site, "--client", "one")
    page = text(site, "internal/index.html")
    ends(0, "a portfolio whose data is lost still leads to every client", status, err, "../one/index.html" in page and "../other/index.html" in page, page)
    fresh = os.path.join(out, "fresh")
    status, _, err = run(two, "-o", fresh, "--client", "one")
    page = text(fresh, "internal/index.html")
    ends(0, "the portfolio of a first build of one client leads to that one only", status, err, "../one/index.html" in page and "../other/" not in page, page)
    status, _, err = run(month, "-o", os.path.join(out, "month"), "--month", "2026-08")
    page = text(out, "month/internal/index.html")
    ends(0, "a client without the month asked for has no link in a first build", status, err, "../other/index.html" in page and "../one/" not in page, page)


def links_and_losses(top, two, run):
    out = tempfile.mkdtemp(dir=top)
    site = os.path.join(out, "site")
    run(two, "-o", site)
    whole = harness.tree(site)
    os.makedirs(os.path.join(out, "secret"))
    with open(os.path.join(out, "secret", "key"), "w", encoding="utf-8") as f:
        f.write("secret")
    for code, link in ((3, "extra"), (4, "other/extra"), (4, "internal/extra")):  # at the top it is a stranger, told before anything is read
        os.symlink(os.path.join(out, "secret"), os.path.join(site, link))
        status, _, err = run(two, "-o", site, "--client", "one")
        ends(code, f"a symbolic link site/{link} is refused, not copied", status, err)
        os.remove(os.path.join(site, link))
    harness.say(harness.tree(site) == whole, "and the site is as it was", harness.tree_difference(whole, harness.tree(site)))
    lost = os.path.join(out, "lost")
    shutil.copytree(os.path.dirname(two), lost)
    conf = os.path.join(lost, "site.conf")
    head, tail = text(conf).rsplit("customers.csv", 1)
    with open(conf, "w", encoding="utf-8") as f:
        f.write(head + "absent.csv" + tail)
    os.remove(os.path.join(site, "one", "index.html"))
    status, _, err = run(conf, "-o", site)
    page = text(site, "internal/index.html")
    ends(4, "a client whose file is lost keeps its old report, the other's new one is swapped in", status, err,
         all(harness.tree(site).get(p) == b for p, b in whole.items() if p.startswith(("one/", "other/"))) and "../other/" in page, page)


def check(top, two, month):
    def run(conf, *args, **more):
        return harness.holdfast("build", "-c", conf, "--jobs", 1, *args, program=harness.FAULT, seconds=60, **more)

    command_lines(top, two, run)
    parts(top, two, month, run)
    links_and_losses(top, two, run)
