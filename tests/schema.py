"""Holds a document against a JSON Schema; as much of the standard as the schemas of tests/ use, and an error for the rest."""
import re

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "enum", "pattern", "minLength", "properties", "patternProperties", "required",
         "additionalProperties", "oneOf", "items", "minimum"}


def faults(value, schema, root=None, at=""):
    """What is wrong with value, as "path: reason" lines."""
    root = root or schema
    assert schema.keys() <= KNOWN, f"the schema uses {schema.keys() - KNOWN}"
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return faults(value, target, root, at)
    if "oneOf" in schema:
        tried = [faults(value, s, root, at) for s in schema["oneOf"]]
        if sum(not t for t in tried) == 1:
            return []
        # the alternative whose state fits says best what is wrong
        return min(tried, key=lambda t: (any(".state:" in line for line in t), len(t))) or [f"{at}: fits more than one form"]
    wrong = []
    if "type" in schema and (not isinstance(value, TYPES[schema["type"]]) or isinstance(value, bool) != (schema["type"] == "boolean")):
        return [f"{at}: {value!r} is not a {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{at}: {value!r} is none of {schema['enum']}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        wrong.append(f"{at}: {value!r} does not match {schema['pattern']}")
    if "minLength" in schema and len(value) < schema["minLength"]:
        wrong.append(f"{at}: too short")
    if "minimum" in schema and value < schema["minimum"]:
        wrong.append(f"{at}: {value!r} is less than {schema['minimum']}")
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            wrong += faults(item, schema["items"], root, f"{at}[{i}]")
    if isinstance(value, dict):
        wrong += [f"{at}: lacks {k}" for k in schema.get("required", []) if k not in value]
        for key, inner in value.items():
            rules = [s for p, s in schema.get("patternProperties", {}).items() if re.search(p, key)]
            rules += [schema["properties"][key]] if key in schema.get("properties", {}) else []
            if not rules and schema.get("additionalProperties") is False:
                wrong.append(f"{at}: {key} may not be there")
            elif not rules and isinstance(schema.get("additionalProperties"), dict):
                rules = [schema["additionalProperties"]]
            for rule in rules:
                wrong += faults(inner, rule, root, f"{at}.{key}")
    return wrong
