"""Where the changes of one file are built and judged. All of them go into one object, each a case of a switch at the head of its function, so that a file
is compiled and linked once; what nobody noticed is built again under the sanitizers, which see a read behind the end of a table. Changes outside of
functions (rows of a family) are compiled one by one. Judges are the unit tests of the file and the cases that enter the changed function, the last to
notice first."""
import glob, hashlib, json, os, queue, re, shutil, subprocess, tempfile, time

import harness

TOP, B = harness.TOP, os.path.join(harness.TOP, harness.B)
FOLDERS = ("facts", "metric", "metrics", "report", "statistic")
SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
ENV = harness.environment(ASAN_OPTIONS="detect_leaks=0:exitcode=99:allocator_may_return_null=1")
UNIT_ENV = dict(ENV, ASAN_OPTIONS="detect_leaks=1:exitcode=99:allocator_may_return_null=1",
                LSAN_OPTIONS="suppressions=" + os.path.join(TOP, "tests/lsan.supp") + ":print_suppressions=0")
SAME = "the same figures everywhere"
# Unit tests beside tests/unit/<folder>_<module>.c that speak about a file.
BORDERS = [f"facts/{n}.c" for n in ("answers", "build", "earned", "leaving", "pair", "recovery", "response", "service", "signs", "span", "turned", "worth")]
UNITS = {"facts_borders": BORDERS, "facts_merge": ["facts/merge.c", "facts/tally.c"],
         "facts_said": [f"facts/{n}.c" for n in ("answers", "recovery", "service", "signs", "turned")],
         "facts_money": ["facts/price.c", "facts/worth.c", "facts/uptake.c"], "facts_lists": ["facts/turned.c"], "facts_timeline": ["facts/straight.c"],
         "report_reasons": ["facts/tally.c", "facts/leaving.c"], "site_csv_details": ["facts/lists.c"], "report_cohort": ["facts/cohort.c"],
         "report_findings": ["report/signal.c"], "metric_registry": ["metric/rule.c"],
         "report_signal": ["facts/paired.c", "facts/straight.c", "report/signal.c", "report/signal_test.c", "report/signal_watch.c", "report/signal_csv.c"],
         **{f"statistic_{n}": ["statistic/fit.c"] for n in ("sbg", "btyd", "gamma_gamma")}}
SLOW = {"facts_merge": 3}  # asked after the cases


def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()[:16]


def documents(text):
    """metrics.json, and name → text of the files of data/, of what a child wrote."""
    first, *rest = text.decode("utf-8").split("\f")
    return json.loads(first) if first else None, dict(part.split("\n", 1) for part in rest)


def difference(a, b):
    """The first figures and rows that differ, for who writes the line that would notice."""
    def entries(data):
        for period, metrics in data.get("periods", {}).items():
            for metric, entry in metrics.items():
                yield f"{period} {metric}", {k: v for k, v in entry.items() if k != "slices"}
                for dimension, values in entry.get("slices", {}).items():
                    for value, part in values.items():
                        yield f"{period} {metric}[{dimension}={value}]", part
    x, y = dict(entries(a[0] or {})), dict(entries(b[0] or {}))
    found = [k for k in x if x[k] != y.get(k)] + [k for k in y if k not in x]
    for name, text in a[1].items():
        rows, other = text.splitlines(), b[1].get(name, "").splitlines()
        found += [f"{name}: {row} for {old}" for old, row in zip(rows, other) if row != old][:1] or ([f"{name}: rows"] if rows != other else [])
    return f" ({'; '.join(found[:3])}{' …' if len(found) > 3 else ''})" if found else " (elsewhere in the document)"


class Server:
    """The program of the changed file, a child for each question."""
    def __init__(self, program):
        self.run = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV, text=True, start_new_session=True)

    def ask(self, number, seconds, conf, out):
        self.run.stdin.write(f"{number} {seconds} {conf} {out}\n")
        self.run.stdin.flush()
        status = int(self.run.stdout.readline())
        return os.waitstatus_to_exitcode(status)

    def end(self):
        self.run.stdin.close()
        self.run.wait()
        self.run.stdout.close()


class Case:
    """A worked example, written out once; what the unchanged program writes for it, which functions it enters."""
    def __init__(self, cases, path, home):
        self.cases, self.path, self.name = cases, path, "cases/" + os.path.basename(path)
        self.case, self.folder = cases.parse(path), os.path.join(home, os.path.basename(path))
        os.mkdir(self.folder)
        cases.write(self.case, self.folder)
        self.plain, self.reached, self.seconds = b"", b"", 3

    def judge(self, number, server, scratch):
        """What is wrong, or None; and whether anything differs from the unchanged program."""
        out = os.path.join(scratch, "metrics.json")
        for end in ("", ".err", ".reached"):
            if os.path.exists(out + end):
                os.unlink(out + end)
        code = server.ask(number, self.seconds, os.path.join(self.folder, "site.conf"), out)
        if code != self.case["exit"]:
            return f"exit code {code}", ""
        if self.case["stderr"]:
            with open(out + ".err", encoding="utf-8", errors="replace") as f:
                err = f.read()
            if any(t not in err for t in self.case["stderr"]):
                return "standard error", ""
        text = b""
        if os.path.exists(out):
            with open(out, "rb") as f:
                text = f.read()
        if number == 0:
            self.plain = text
            with open(out + ".reached", "rb") as f:
                self.reached = f.read()
        elif text == self.plain:
            return None, ""
        data, tables = documents(text)
        wrong = next((f"line {n}: {w}" for n, _, w in self.cases.failures(data, self.case, tables.get) if w), None)
        return wrong, "" if wrong else self.name + difference(documents(self.plain), (data, tables))


class Unit:
    def __init__(self, name, program):
        self.name, self.program, self.path, self.seconds = "unit/" + name, program, os.path.join(TOP, "tests/unit", name + ".c"), 20

    def judge(self, number, server, scratch):
        def limits():
            import resource
            resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        start = time.monotonic()
        try:
            done = subprocess.run([self.program], env=dict(UNIT_ENV, MUTATION=str(number)), cwd=TOP, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, timeout=600, preexec_fn=limits)
        except subprocess.TimeoutExpired:
            return "too slow", ""
        if number == 0:
            self.seconds = 2 + int(3 * (time.monotonic() - start))
        return (None if done.returncode == 0 else f"exit code {done.returncode}: {done.stdout.decode('utf-8', 'replace')[-300:]}"), ""


class Bench:
    def __init__(self, cases, compile_, link, paths):
        self.compile = [a for a in compile_ if a not in ("-O2", "-g")] + ["-w", "-O1", "-g0", "-Igenerator"]
        self.home = tempfile.mkdtemp(prefix="mutation-", dir=harness.scratch())
        objects = [a for a in link if a.endswith(".o") and not a.endswith("/cmd/main.o")]
        own = [a for a in objects if any(f"/obj/{f}/" in a for f in FOLDERS)]
        self.rest = os.path.join(self.home, "rest.o")  # what no change touches is put together once
        subprocess.run(["ld", "-r", "-S", "-o", self.rest, *(a for a in objects if a not in own)], cwd=TOP, check=True)
        self.own = {a.partition("/obj/")[2]: self.kept(a) for a in own}  # what is built meanwhile does not matter
        self.unit = {os.path.basename(p)[:-2]: self.kept(p) for p in sorted(glob.glob(os.path.join(B, "asan/obj/tests/unit/*.o")))}
        self.command, self.libs = [a for a in link if not a.endswith(".o") and not a.startswith("-l")], [a for a in link if a.startswith("-l")]
        self.objects = {}
        for name in ("server", "chosen"):
            self.objects[name] = os.path.join(self.home, name + ".o")
            self.make(os.path.join(TOP, f"tests/mutation/{name}.c"), self.objects[name], [])
        os.mkdir(os.path.join(self.home, "cases"))
        self.cases = [Case(cases, p, os.path.join(self.home, "cases")) for p in paths]

    def close(self):
        shutil.rmtree(self.home, ignore_errors=True)

    def kept(self, objekt):
        to = os.path.join(self.home, objekt.partition("/obj/")[2].replace("/", "-"))
        shutil.copy(os.path.join(TOP, objekt), to)
        return to

    def make(self, source, objekt, more):
        done = subprocess.run([*self.compile, *more, "-c", "-o", objekt, source], cwd=TOP, capture_output=True, text=True)
        return done.returncode == 0, done.stderr

    def program(self, folder, source_name, objekt, first, name, more):
        own, to = source_name[:-2] + ".o", os.path.join(folder, name)
        subprocess.run([*self.command, "-o", to, first, objekt, self.objects["chosen"], *(a for k, a in self.own.items() if k != own), self.rest, *self.libs,
                        *more],
                       cwd=TOP, check=True, capture_output=True)
        return to


class Room:
    """The judges of one object."""
    def __init__(self, bench, source_name, objekt, jobs, sanitized):
        self.bench, self.killers, self.folder = bench, {}, os.path.dirname(objekt)
        folder = self.folder
        program = bench.program(folder, source_name, objekt, bench.objects["server"], "server", SANITIZE if sanitized else [])
        self.servers = queue.Queue()
        self.all_servers = [Server(program) for _ in range(jobs)]
        for i, s in enumerate(self.all_servers):
            scratch = os.path.join(folder, f"out{i}")
            os.mkdir(scratch)
            self.servers.put((s, scratch))
        test_libs = subprocess.run(["pkg-config", "--libs", "json-glib-1.0"], capture_output=True, text=True, check=True).stdout.split() + ["-lcmocka"]
        named = source_name[:-2].replace("/", "_")
        names = dict.fromkeys(n for n in [named, *(u for u, files in UNITS.items() if source_name in files)] if n in bench.unit)
        self.units = [Unit(n, bench.program(folder, source_name, objekt, bench.unit[n], n, [*SANITIZE, *test_libs])) for n in names]

    def close(self):
        for s in self.all_servers:
            s.end()
        shutil.rmtree(self.folder)

    def unchanged(self, pool):
        """What fails without any change, which is no judge then; there must be nothing."""
        def one(judge):
            server, scratch = self.servers.get()
            try:
                return judge, judge.judge(0, server, scratch)[0]
            finally:
                self.servers.put((server, scratch))
        broken = [(j, wrong) for j, wrong in pool.map(one, [*self.units, *self.bench.cases]) if wrong]
        for judges in (self.units, self.bench.cases):
            judges[:] = [j for j in judges if j not in [b for b, _ in broken]]
        return [f"{j.path}: {wrong}" for j, wrong in broken]

    def judges(self, function, index, file):
        """Those that may notice, the likeliest first."""
        cases = [c for c in self.bench.cases if index is None or c.reached[index]]
        order = self.killers.get(function, []) + self.killers.get(file, [])
        place = {name: i for i, name in reversed(list(enumerate(order)))}
        units = [u for u in self.units if u.name[5:] not in SLOW]
        last = [u for u in self.units if u.name[5:] in SLOW]
        rest = [*units, *sorted(cases, key=lambda c: (c.name, c.path))]
        return sorted(rest, key=lambda j: place.get(j.name, len(order))) + last

    def run(self, number, function, index, file):
        """(fate, judge, detail)"""
        server, scratch = self.servers.get()
        differs = []
        try:
            for judge in self.judges(function, index, file):
                wrong, other = judge.judge(number, server, scratch)
                if wrong:
                    for key in (function, file):
                        list_ = self.killers.setdefault(key, [])
                        if judge.name in list_:
                            list_.remove(judge.name)
                        list_.insert(0, judge.name)
                    return "noticed", judge.path, wrong
                if other:
                    differs.append(other)
            return "survived", "", ("other figures, which no line expects, as in " + ", ".join(differs[:4])) if differs else SAME
        finally:
            self.servers.put((server, scratch))


def woven(source, mutants):
    """The file's text with every change in it, each behind its number in a switch at the head of its function; the functions' indices."""
    text, spots, index = source.text, {}, {}
    for m in mutants:
        spots.setdefault(m.function, []).append(m)
    for i, name in enumerate(sorted(spots, key=lambda n: source.functions[n][1])):
        index[name] = i
    out, at = ["extern int mutation_chosen;\nextern unsigned char mutation_reached[256];\n#line 1 \"whole\"\n"], 0
    for name in sorted(spots, key=lambda n: source.functions[n][1]):
        _, a, b = source.functions[name]
        head = text[text.rfind("\n", 0, text.rfind(name, 0, a)) + 1:a]
        leave = "return;" if re.match(r"(?:static )?(?:inline )?void \w", head) else "__builtin_trap();"
        out.append(text[at:a] + f"\nmutation_reached[{index[name]}] = 1;\nswitch (mutation_chosen) {{")
        for m in spots[name]:
            body = text[a:m.start] + m.put + text[m.end:b]
            out.append(f'\n#line 1 "change-{m.number}"\ncase {m.number}: {{{body}}}\n{leave}')
        out.append(f'\ndefault: break;\n}}\n#line {text.count(chr(10), 0, a) + 1} "whole"\n')
        at = a
    return "".join(out) + text[at:], index
