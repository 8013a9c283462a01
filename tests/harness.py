"""What the test harnesses share: saying results, running the program, comparing trees. Python's standard library only."""
import json, os, subprocess, sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
B = os.environ.get("B", "build")
RELEASE, ASAN, FAULT = (os.path.join(TOP, B, p) for p in ("holdfast", "asan/holdfast", "fault/holdfast"))
failures = 0


def say(good, name, detail=""):
    """One test: a line "ok - name" or "not ok - name" with what explains it."""
    global failures
    failures += not good
    print(f"{'ok' if good else 'not ok'} - {name}" + ("" if good or not detail else "\n" + detail.rstrip()), flush=True)
    return good


def finish():
    sys.exit(1 if failures else 0)


def environment(**more):
    env = {k: v for k, v in os.environ.items() if not k.startswith("HOLDFAST_")}
    env.setdefault("G_SLICE", "always-malloc")
    env.setdefault("ASAN_OPTIONS", "detect_leaks=1:exitcode=99")
    return dict(env, LC_ALL="C.UTF-8", SOURCE_DATE_EPOCH="1793404800", **more)


def holdfast(*args, program=ASAN, folder=TOP, seconds=300, **env):
    """Runs the program; returns (exit code, standard output, standard error). 124 when it had to be stopped."""
    try:
        done = subprocess.run([program, *map(str, args)], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=environment(**env), timeout=seconds)
    except subprocess.TimeoutExpired:
        return 124, "", f"stopped after {seconds} s"
    except OSError as e:
        return 127, "", str(e)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def scratch():
    """Where small sites are built and thrown away: in memory where there is such a folder (a site is hundreds of synced files), else None, the default."""
    return "/dev/shm" if os.path.isdir("/dev/shm") and os.access("/dev/shm", os.W_OK) else None


def tree(folder):
    """Every file below a folder: relative path → bytes. A symbolic link is its target's name, an empty folder is None."""
    found = {}
    for here, folders, names in os.walk(folder):
        for name in names + [f for f in folders if os.path.islink(os.path.join(here, f))]:
            path = os.path.join(here, name)
            if os.path.islink(path):
                found[os.path.relpath(path, folder)] = b"-> " + os.readlink(path).encode()
            else:
                with open(path, "rb") as f:
                    found[os.path.relpath(path, folder)] = f.read()
        if not folders and not names:
            found[os.path.relpath(here, folder)] = None
    return found


def tree_difference(a, b, most=12):
    """"" when the two trees are the same, else lines naming what differs."""
    lines = [f"  only in the first: {p}" for p in sorted(a.keys() - b.keys())]
    lines += [f"  only in the second: {p}" for p in sorted(b.keys() - a.keys())]
    for p in sorted(a.keys() & b.keys()):
        if a[p] != b[p]:
            x, y = a[p] or b"", b[p] or b""
            at = next((i for i, (c, d) in enumerate(zip(x, y)) if c != d), min(len(x), len(y)))
            lines.append(f"  differ: {p} at byte {at}: {x[max(0, at - 30):at + 40]!r} / {y[max(0, at - 30):at + 40]!r}")
    return "\n".join(lines[:most] + ([f"  and {len(lines) - most} more"] if len(lines) > most else []))


def metrics(site, client):
    """metrics.json of a client, or None."""
    path = os.path.join(site, client, "metrics.json")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def figure(data, period, metric, dimension=None, value=None):
    """The entry of a metric in metrics.json, or None when it is not there."""
    entry = data["periods"].get(period, {}).get(metric)
    if entry is not None and dimension is not None:
        entry = entry.get("slices", {}).get(dimension, {}).get(value)
    return entry


def near(a, b, relative=1e-9):
    return isinstance(a, (int, float)) and not isinstance(a, bool) and abs(a - b) <= relative * max(1.0, abs(a), abs(b))


def sample_site():
    """The sample site under build/check/sample, built once by whoever needs it first; returns its folder or None."""
    import fcntl
    os.makedirs(os.path.join(TOP, B, "check"), exist_ok=True)
    site = os.path.join(TOP, B, "check", "sample")
    with open(site + ".being-built", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(RELEASE):
            return None
        stamp, made = os.path.getmtime(RELEASE), os.path.join(site, "build.json")
        inputs = ["site.conf", "templates", "themes", "sample-data"]
        newest = max([stamp] + [os.path.getmtime(os.path.join(f, n)) for i in inputs for f, _, ns in os.walk(os.path.join(TOP, i)) for n in ns])
        if not os.path.exists(made) or os.path.getmtime(made) < newest:
            status, out, err = holdfast("build", "-c", "site.conf", "-o", site, "--quiet", program=RELEASE)
            if status > 1:
                print(f"building the sample site ended with {status}\n{err[-3000:]}")
                return None
    return site
