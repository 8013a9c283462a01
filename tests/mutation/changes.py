"""What the mutation run changes: one spot of a function's text at a time. Knows C only as far as tokens and brackets; refuses to know what a change means.

The kinds: another fact (of an opening and a closing the other), a term dropped, + and − and × and ÷ turned, two ends or the parts of a quotient
swapped, a rule or a condition turned round, a border moved, another constant, the least for the largest."""
import re

TOKEN = re.compile(r'\s+|->|\+\+|--|<<|>>|[-<>=!+*/%&|^]=|&&|\|\||\d[\w.]*|\.\d[\w.]*|\w+|.', re.S)
ENDS_TERM = {",", ";", "=", "+=", "-=", "*=", "&=", "|=", "<", ">", "<=", ">=", "==", "!=", "&&", "||", "?", ":", "+", "-", "return", "&", "|", "{", "}"}
TWINS = [("_OPEN_", "_CLOSE_"), ("_NOW_", "_BASE_"), ("_OLD", "_NEW"), ("OLDER", "YOUNGER"), ("_KEPT", "_LOST"), ("EARNED", "BOUGHT")]
NAMED_TWINS = {"S": "END", "END": "S", "KEPT": "S", "J": "END", "J0": "J", "R": "J"}
# Calls whose arguments are two sides of one thing: the pairs that change places.
SIDES = {"eval_quotient": [(1, 3), (2, 4)], **{name: [(-2, -1)] for name in ("part", "share", "share_of", "cost_per", "quotient", "wilson", "survey_scores")}}
MEMBERS = {"first": "last", "last": "first", "open": "close", "close": "open", "lo": "hi", "hi": "lo"}
# A walk over all rows has no border that a figure could have; how something is kept or how much room it gets is no definition.
WALK = re.compile(r"(?:n|[\w>.-]+(?:->|\.)(?:len|n|n_slices)|n_\w+)\b")
KEEPING = re.compile(r"\b(?:memo_\w+|g_new0?|g_array_\w+)\((?:[^()]|\([^()]*\))*$")
BORDERS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


def blanked(text):
    """The text with strings and comments made of \\0, so that places stay."""
    return re.sub(r'"(?:\\.|[^"\\])*"|/\*.*?\*/', lambda m: "\0" * len(m[0]), text, flags=re.S)


def closing(text, at):
    """Where the bracket that opens at `at` is closed."""
    depth = 0
    for i in range(at, len(text)):
        depth += text[i] in "([{"
        depth -= text[i] in ")]}"
        if depth == 0:
            return i
    return len(text)


def arguments(text, at):
    """(start, end) of each part, between commas, of the bracket that opens at `at`."""
    depth, start, end, found = 0, at + 1, closing(text, at), []
    for i in range(at + 1, end):
        depth += text[i] in "([{"
        depth -= text[i] in ")]}"
        if text[i] == "," and depth == 0:
            found.append((start, i))
            start = i + 1
    return [trimmed(text, a, b) for a, b in [*found, (start, end)] if text[a:b].strip()]


def trimmed(text, a, b):
    part = text[a:b]
    return a + len(part) - len(part.lstrip()), b - len(part) + len(part.rstrip())


def term(tokens, at, step):
    """The last token of the term that lies beside the operator token `at`: to its left (step -1) or right (1)."""
    depth, i, seen = 0, at + step, False
    while 0 <= i < len(tokens):
        word = tokens[i][0]
        depth += (word in ")]}") - (word in "([{") if step < 0 else (word in "([{") - (word in ")]}")
        if depth < 0 or (depth == 0 and word in ENDS_TERM and seen):
            return i - step
        seen = seen or not word.isspace()
        i += step
    return i - step


def keeping(plain, at):
    return KEEPING.search(plain[plain.rfind("\n", 0, at) + 1:at])


def dropped(plain):
    """a + b becomes a, and b; the same for a − b."""
    tokens = [(m[0], m.start(), m.end()) for m in TOKEN.finditer(plain)]
    for i, (word, start, end) in enumerate(tokens):
        if word not in "+-" or plain[start - 1:end + 1] not in (" + ", " - ") or keeping(plain, start):
            continue
        left, right = term(tokens, i, -1), term(tokens, i, 1)
        a, b = trimmed(plain, tokens[left][1], tokens[right][2])
        yield a, end + 1, ""
        yield start - 1, b, ""


def other_facts(token, facts):
    """The other of a pair, and the next fact of the same kind, so that what is counted is another thing."""
    kind, name = token.split("_", 1)
    names = [n for k, n in facts if k == kind]
    i, found = names.index(name), []
    twins = [NAMED_TWINS.get(name, name)] + [name.replace(*pair) for a, b in TWINS for pair in ((a, b), (b, a))]
    found += [t for t in twins if t in names and t != name][:1]
    found += [n for n in [names[i + 1 if i + 1 < len(names) else i - 1]] if n not in found]
    return [f"{kind}_{n}" for n in found]


def swapped(plain):
    """The two sides of a call or of a pair of limits change places: (start, end, function from text to text)."""
    places = [(m.end() - 1, SIDES[m[1]]) for m in re.finditer(r"\b(\w+)\(", plain) if m[1] in SIDES and plain[m.start() - 1] in " (-!\t"]
    places += [(m.end() - 1, [(0, 1)]) for m in re.finditer(r"\(struct limits\)\{", plain)]
    for at, pairs in places:
        parts = arguments(plain, at)
        if len(parts) <= max(max(p) for p in pairs) or len(parts) < 2:
            continue
        order = list(range(len(parts)))
        for x, y in pairs:
            order[x], order[y] = order[y], order[x]
        yield at + 1, closing(plain, at), lambda text, parts=parts, order=order: ", ".join(text[parts[i][0]:parts[i][1]] for i in order)


def words(plain, facts):
    """Changes of one word: (start, end, text)."""
    for m in re.finditer(r"\b(?:FACT|WIDE)_[A-Z0-9_]+\b", plain):
        if tuple(m[0].split("_", 1)) in facts:
            yield from ((m.start(), m.end(), put) for put in other_facts(m[0], facts))
    for m in re.finditer(r" ([-+*/]) (?!=)", plain):
        if keeping(plain, m.start()):
            continue
        yield m.start(1), m.end(1), {"+": "-", "-": "+", "*": "/", "/": "*"}[m[1]]
    for m in re.finditer(r" ([-+])= ", plain):
        yield m.start(1), m.end(1), "-" if m[1] == "+" else "+"
        yield m.start(1), m.end(1), ""
    for m in re.finditer(r"(?:->|\.)(first|last|open|close|lo|hi)\b", plain):
        yield m.start(1), m.end(1), MEMBERS[m[1]]
    for m in re.finditer(r"\b(MIN|MAX|fmin|fmax)\(", plain):
        yield m.start(1), m.end(1), {"MIN": "MAX", "MAX": "MIN", "fmin": "fmax", "fmax": "fmin"}[m[1]]
    for m in re.finditer(r"(?<![\w.\[{(])(\d+\.?\d*|\.\d+)(?![\w.\]}])", plain):
        head = plain[plain.rfind("\n", 0, m.start()) + 1:m.start()]
        compared = re.search(r"(?:<=?|>=?|[=!]=) $", head)  # conditions() moves that border
        if KEEPING.search(head) or (float(m[1]) in (0, 1) and (compared or head.lstrip().startswith("for ("))):
            continue
        yield m.start(), m.end(), f"({m[1]} + {'.01' if 0 < float(m[1]) < 1 else '1'})"


def conditions(plain):
    """Rules and conditions turned round, borders moved."""
    for m in re.finditer(r"!?\b(?:conf_(?:is|has)\(|[\w>-]+->(?:has|present)\[)", plain):
        yield m.start(), m.end(), m[0][1:] if m[0][0] == "!" else "!" + m[0]
    for m in re.finditer(r"\b(?:if|while) \(", plain):
        end = closing(plain, m.end() - 1)
        if m[0][0] == "i":
            yield m.end(), end, lambda text, a=m.end(), b=end: f"!({text[a:b]})"
    for m in re.finditer(r" (<=?|>=?|[=!]=) ", plain):
        head = plain[plain.rfind("\n", 0, m.start()) + 1:m.start()].lstrip()
        walk = head.startswith(("for (", "while (")) and WALK.match(plain[m.end():])
        same = re.match(r"([\w.()]+) \? \1\b", plain[m.end():])  # x < lo ? lo
        if not walk and not same and not re.match(r"(?:SPAN_ABSENT|NULL)\b", plain[m.end():]):
            yield m.start(1), m.end(1), BORDERS[m[1]]
    for m in re.finditer(r" (&&|\|\|) ", plain):
        yield m.start(1), m.end(1), "||" if m[1] == "&&" else "&&"


def changes(body, facts):
    """(start, end, text) of every change of a function's body, each once."""
    plain, seen = blanked(body), set()
    for found in (words(plain, facts), dropped(plain), swapped(plain), conditions(plain)):
        for a, b, put in found:
            put = put(body) if callable(put) else put
            if put != body[a:b] and (a, b, put) not in seen and "g_assert" not in body[body.rfind("\n", 0, a) + 1:a]:
                seen.add((a, b, put))
                yield a, b, put
