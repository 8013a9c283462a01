#!/usr/bin/env python3
"""Keys of the words: every key that is said is in every catalogue, every key of a catalogue is said. Usage: tests/lint/words.py [ROOT].

Said are: {{T_key}} in templates; string literals of the program that are a key, and must be one where they stand as the key of words_text,
words_say or SAY; and keys put together at run time. For these a format such as "page_%s_title" vouches for a key when what stands
for %s is itself a word of the program's code (an id in a table, a name in a .def file). The other way round: every metric
("id", UNIT_…) of generator/metrics has its five texts, every literal "needs_…" its message. Dimensions are a user's columns: any may have a name."""
import os, re, sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OPEN = ("dimension_",)
METRIC_TEXTS = ("title", "meaning", "formula", "source", "reading")
CALL = re.compile(r"\b(?:words_text|words_say|SAY)\s*\(")
COMMENT = re.compile(r'("(?:\\.|[^"\\\n])*")|//[^\n]*|/\*.*?\*/', re.S)
LITERAL = re.compile(r'"((?:\\.|[^"\\\n])*)"')
KEY = re.compile(r"[a-z0-9_]+")


def files(top, ends):
    for folder, folders, names in os.walk(os.path.join(ROOT, top)):
        folders.sort()
        for name in sorted(names):
            if name.endswith(ends):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as f:
                    yield os.path.relpath(path, ROOT), f.read()


def line(text, at):
    return text.count("\n", 0, at) + 1


def catalogue(text):
    """Its keys as {key: line}."""
    keys = {}
    for m in re.finditer(r'^msgid "(.*)"$', text, re.M):
        if m[1]:
            keys.setdefault(m[1], line(text, m.start()))
    return keys


def key_argument(code, at):
    """The second argument of a call whose opening bracket ends at `at`."""
    depth, start, in_string, i = 0, None, False, at
    while i < len(code):
        c = code[i]
        if in_string:
            i += c == "\\"
            in_string = c != '"' or i >= len(code)
        elif c == '"':
            in_string = True
        elif c in "([{":
            depth += 1
        elif c in ")]}" or c == ",":
            if depth == 0 and (c != "," or start is not None):
                return code[start:i] if start is not None else ""
            if c == ",":
                start = i + 1 if depth == 0 else start
            else:
                depth -= 1
        i += 1
    return ""


def without_comments(text):
    return COMMENT.sub(lambda m: m[1] or re.sub(r"[^\n]", " ", m[0]), text)


def read_program():
    """(keys that must exist as (file, line, key), literals, formats as regular expressions, words of the code)"""
    musts, literals, formats, names = [], set(), set(), set()
    for path, text in files("generator", (".c", ".cc", ".h", ".def")):
        code = without_comments(text)
        names.update(w.lower() for w in re.findall(r"\w+", code))
        for m in LITERAL.finditer(code):
            literals.add(m[1])
            if re.fullmatch(r"needs_[a-z0-9_]+", m[1]):
                musts.append((path, line(code, m.start()), m[1]))
            if "%s" in m[1] and re.fullmatch(r"[a-z0-9_]*", m[1].replace("%s", "")) and re.search("[a-z]", m[1].replace("%s", "")):
                formats.add(re.compile(m[1].replace("%s", "([a-z0-9_]+)")))
        for m in CALL.finditer(code):
            argument = key_argument(code, m.end())
            chosen = argument.split("?", 1)[-1]  # a condition may compare with literals of its own
            for k in LITERAL.finditer(chosen) if not re.search(r"\w\s*\(", chosen) else ():
                musts.append((path, line(code, m.start()), k[1]))
        if path.startswith(os.path.join("generator", "metrics")):
            for m in re.finditer(r'"([a-z0-9_]+)"\s*,\s*(?:\.unit\s*=\s*)?UNIT_', code):
                musts += [(path, line(code, m.start()), f"metric_{m[1]}_{t}") for t in METRIC_TEXTS]
    return musts, literals, formats, names


def vouched(key, formats, names):
    """Some format makes this key from words of the code."""
    return key.startswith(OPEN) or any(m and all(g in names for g in m.groups()) for m in (f.fullmatch(key) for f in formats))


def main():
    faults = []
    musts, literals, formats, names = read_program()
    for path, text in files("templates", ""):
        if not path.startswith(os.path.join("templates", "text")):
            musts += [(path, line(text, m.start()), m[1]) for m in re.finditer(r"\{\{T_(\w+)\}\}", text)]
    used = literals | {key for _, _, key in musts}
    catalogues = [(path, catalogue(text)) for path, text in files(os.path.join("templates", "text"), ".po")]
    for path, keys in catalogues:
        faults += [(p, n, f"{key} is not in {path}") for p, n, key in musts if key not in keys]
        faults += [(path, n, f"{key} is said nowhere") for key, n in keys.items() if key not in used and not vouched(key, formats, names)]
        faults += [(path, n, f"{key} is not made of a-z 0-9 _") for key, n in keys.items() if not KEY.fullmatch(key)]
    print(f"{'not ok' if faults or not catalogues else 'ok'} - words: every key that is said is in every catalogue, every key of a catalogue is said")
    for path, n, what in sorted(set(faults)):
        print(f"{path}:{n}: words: {what}")
    return 1 if faults or not catalogues else 0


if __name__ == "__main__":
    sys.exit(main())
