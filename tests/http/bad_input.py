#!/usr/bin/env python3
"""bad_input.py - every address of the OpenAPI text gets bad input.

For each operation a person with the right sends, one at a time: a body of the wrong type,
each field missing, of a wrong type, too long, with NUL, control characters, invalid UTF-8,
an unknown field, a name twice, deep nesting, broken JSON, no body, another media type; query
values that are unknown, repeated, wrong; ids that nobody has or that have a wrong form; no
token, no session.  Each must be refused with a problem that has a key, never with 500, and
at the end every row of the database must be what it was at the beginning.
"""
import copy
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
from qh import Client, Failure, Server, World, engines, fingerprint  # noqa: E402

NOBODYS = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
# Tables that a refused request may touch: sign-ins, and what the jobs of the server do.
LEAVE_OUT = {"session", "setting", "figure_sum", "figure_delta", "figure_layout"}
# Operations that answer bad input with a success by their nature.
ALWAYS_GOOD = {"session_delete"}


class Spec:
    def __init__(self, document):
        self.document = document
        self.schemas = document["components"]["schemas"]

    def operations(self):
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                yield method.upper(), path, operation

    def schema(self, schema):
        ref = schema.get("$ref")
        return self.schemas[ref.rsplit("/", 1)[1]] if ref else schema

    def example(self, schema):
        """A value of the right form."""
        schema = self.schema(schema)
        kinds = schema.get("type", "object" if "properties" in schema else "any")
        kind = kinds[0] if isinstance(kinds, list) else kinds
        if "enum" in schema:
            return schema["enum"][0]
        if kind == "object":
            return {k: self.example(v) for k, v in schema.get("properties", {}).items()
                    if k in schema.get("required", ())}
        if kind == "array":
            return [self.example(schema["items"])]
        if kind == "integer":
            return max(1, schema.get("minimum", 1))
        if kind == "boolean":
            return True
        if kind == "string":
            if "pattern" in schema:
                return NOBODYS
            if schema.get("format") == "date":
                return "2031-05-06"
            if schema.get("format") == "decimal":
                return "1.5"
            return "x" * max(5, schema.get("minLength", 0))
        return {}

    def fields(self, schema, path=()):
        """(path, schema) of each field, also of nested objects and the items of lists."""
        schema = self.schema(schema)
        for name, inner in schema.get("properties", {}).items():
            yield (*path, name), self.schema(inner)
            yield from self.fields(inner, (*path, name))
            if inner.get("type") == "array":
                yield from self.fields(inner["items"], (*path, name, 0))


def put(body, path, value):
    """A copy of the body with the value at the path; lists and objects are made."""
    body = copy.deepcopy(body)
    at = body
    for here, after in zip(path, path[1:]):
        if isinstance(at, dict) and here not in at:
            at[here] = [{}] if after == 0 else {}
        at = at[here]
    at[path[-1]] = value
    return body


def drop(body, path):
    body = copy.deepcopy(body)
    at = body
    for here in path[:-1]:
        at = at[here]
    del at[path[-1]]
    return body


def has(body, path):
    for here in path:
        try:
            body = body[here]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def dump(value):
    return json.dumps(value, ensure_ascii=False).encode()


def raw_string(body, path, inner):
    """The body with raw bytes as the content of the string at the path."""
    return dump(put(body, path, "@@HERE@@")).replace(b"@@HERE@@", inner)


def bad_values(schema):
    """(note, value) pairs that the field's table must refuse."""
    kinds = schema.get("type", "any")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if "enum" in schema:
        yield "another choice", "no_such_choice"
        yield "a number for a choice", 1
    elif "string" in kinds:
        yield "a number for a text", 12
        yield "a list for a text", ["x"]
        if "maxLength" in schema:
            yield "too long", "x" * (schema["maxLength"] + 1)
        if schema.get("minLength", 0) > 0:
            yield "only blanks", "  \u3000 "
        if schema.get("format") == "date":
            yield "no such day", "2031-02-29"
        if schema.get("format") == "decimal":
            yield "no decimal", "1,5e"
        if "pattern" in schema:
            yield "no id", "1; drop table demand"
    elif "integer" in kinds:
        yield "a text for a number", "7"
        yield "a fraction", 1.5
        yield "past 64 bits", 2 ** 64
        if "minimum" in schema and schema["minimum"] > -2 ** 63:
            yield "below the least", schema["minimum"] - 1
        if "maximum" in schema and schema["maximum"] < 2 ** 63 - 1:
            yield "above the greatest", schema["maximum"] + 1
    elif "boolean" in kinds:
        yield "a text for a truth", "true"
    elif "array" in kinds:
        yield "an object for a list", {}
        yield "nulls in a list", [None]
        if "maxItems" in schema:
            yield "too many", [0] * (schema["maxItems"] + 1)


def bodies(spec, schema):
    """(note, bytes) of bad bodies."""
    good = spec.example(schema)
    yield "no body", None
    yield "a list", b"[]"
    yield "a text", b'"x"'
    yield "null", b"null"
    yield "broken", dump(good)[:-1]
    yield "trailing bytes", dump(good) + b"{}"
    yield "deep nesting", b'{"a":' * 2000 + b"1" + b"}" * 2000
    yield "an unknown field", dump({**good, "no_such_field": 1})
    yield "invalid UTF-8 in a name", b'{"\xff\xfe":1}'
    yield "NaN", b'{"a":NaN}'
    for path, inner in spec.fields(schema):
        at = ".".join(map(str, path))
        if path[-1] in spec.schema(schema).get("required", ()) and len(path) == 1:
            yield f"{at} missing", dump(drop(good, path))
            if inner:  # a field of any type may be null
                yield f"{at} null", dump(put(good, path, None))
        for note, value in bad_values(inner):
            yield f"{at}: {note}", dump(put(good, path, value))
        if has(good, path) and isinstance(good[path[0]], str) and len(path) == 1:
            yield f"{at}: NUL", raw_string(good, path, b"a\\u0000b")
            yield f"{at}: a control character", raw_string(good, path, b"a\\u0007b")
            yield f"{at}: raw control character", raw_string(good, path, b"a\x01b")
            yield f"{at}: invalid UTF-8", raw_string(good, path, b"\xc0\xaf")
            yield f"{at}: half a surrogate", raw_string(good, path, b"\\ud800")
            yield f"{at}: twice", dump(good)[:-1] + b"," + dump(path[0]) + b":1}"


def queries(operation):
    """(note, query) of bad queries."""
    yield "an unknown value", "no_such_value=1"
    for parameter in operation.get("parameters", ()):
        if parameter["in"] != "query":
            continue
        name, schema = parameter["name"], parameter["schema"]
        if "array" not in str(schema.get("type")):
            yield f"{name} twice", f"{name}=1&{name}=1"
        if "enum" in schema:
            yield f"{name}: another choice", f"{name}=no_such_choice"
        elif "integer" in schema.get("type", ()) or schema.get("type") == "integer":
            yield f"{name}: no number", f"{name}=x"
            yield f"{name}: a fraction", f"{name}=1.5"
            yield f"{name}: past 64 bits", f"{name}={2 ** 64}"
        elif schema.get("type") == "boolean":
            yield f"{name}: no truth", f"{name}=maybe"
        else:
            yield f"{name}: invalid UTF-8", f"{name}=%ff"
            yield f"{name}: NUL", f"{name}=%00"
            if "maxLength" in schema:
                yield f"{name}: too long", f"{name}={'x' * (schema['maxLength'] + 1)}"
            if schema.get("format") == "date":
                yield f"{name}: no such day", f"{name}=2031-02-29"
            if "pattern" in schema:
                yield f"{name}: no id", f"{name}=x%27%20or%201=1"
    yield "a broken escape", "a=%2"


class Run:
    """One engine."""

    def __init__(self, world, server):
        self.world = world
        self.server = server
        self.public = Client(server)
        self.people = {}
        self.passed = self.failed = 0

    def person_with(self, right):
        """Somebody who may; each person signs in once."""
        for account in self.world.accounts:
            login = account["login"]
            if login not in self.people:
                self.people[login] = Client(self.server).sign_in(account)
            if right in self.people[login].session["rights"]:
                return self.people[login]
        raise Failure(f"nobody has {right}")

    def expect(self, note, answer, statuses=range(400, 500), areas=()):
        """areas: what the key may begin with, so that the shape refused it and not chance."""
        good = answer.status in statuses and answer.key and (
            not areas or answer.key.partition(".")[0] in areas)
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {self.world.engine}: {note}: {answer.status} "
                  f"{answer.data[:200].decode('utf-8', 'replace')}")

    def ids(self, path):
        """(note, path) with an id of nobody, of a wrong form, too long."""
        if "{" not in path:
            return
        for note, value in (("nobody's id", NOBODYS), ("no id", "x"),
                            ("long id", "x" * 3000), ("NUL in an id", "a%00b"),
                            ("quote in an id", "%27%20or%201=1"), ("UTF-8 in an id", "%ff")):
            yield note, fill(path, value)

    def operation(self, spec, method, path, operation):
        name, right = operation["operationId"], operation["x-right"]
        who = self.public if right == "public" else self.person_with(right)
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        good = dump(spec.example(schema)) if schema else b"x" if content else None
        here = fill(path, NOBODYS)
        if right != "public":
            self.expect(f"{name}: nobody signed in", self.public.send(method, here, good),
                        (401,))
        if right != "public" and method != "GET":
            self.expect(f"{name}: no token",
                        who.send(method, here, good, {"X-CSRF-Token": None}), (403,))
        if method != "GET":
            self.expect(f"{name}: another site",
                        who.send(method, here, good, {"Sec-Fetch-Site": "cross-site"}), (403,))
        if name in ALWAYS_GOOD:
            return
        for note, bad in self.ids(path):
            self.expect(f"{name}: {note}", who.send(method, bad, good))
        for note, query in queries(operation) if method == "GET" else ():
            if self.takes_query(operation):
                self.expect(f"{name}: {note}", who.send(method, f"{here}?{query}", None),
                            areas=("input", "http"))
        if not schema:
            return
        for note, body in bodies(spec, schema):
            self.expect(f"{name}: {note}", who.send(method, here, body),
                        areas=("input", "json"))
        self.expect(f"{name}: another media type",
                    who.send(method, here, good, media_type="text/plain"), (415,))
        self.expect(f"{name}: a bad idempotency key",
                    who.send(method, here, good, {"Idempotency-Key": "x" * 100}))

    @staticmethod
    def takes_query(operation):
        return any(p["in"] == "query" for p in operation.get("parameters", ()))


def fill(path, value):
    while "{" in path:
        head, _, rest = path.partition("{")
        path = head + value + rest.partition("}")[2]
    return path


def run_engine(engine):
    world = World(engine)
    url = world.copy()
    try:
        with Server(url, "--quiet", "--no-watch") as server:
            spec = Spec(Client(server).send("GET", "/api/openapi.json").json)
            run = Run(world, server)
            before = fingerprint(url, LEAVE_OUT)
            for method, path, operation in spec.operations():
                run.operation(spec, method, path, operation)
            after = fingerprint(url, LEAVE_OUT)
            for table, rows in before.items():
                if rows == after[table]:
                    run.passed += 1
                else:
                    run.failed += 1
                    print(f"FAILED {engine}: table {table} was changed")
            if "panic" in server.log_text() or server.process.poll() is not None:
                run.failed += 1
                print(f"FAILED {engine}: the server ended\n{server.log_text()}")
    finally:
        world.close()
    print(f"{engine}: {run.passed} passed, {run.failed} failed")
    return run.passed, run.failed


def main():
    results = [run_engine(engine) for engine in engines()]
    passed, failed = (sum(r[i] for r in results) for i in (0, 1))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
