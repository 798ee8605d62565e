"""Runs compositions in Wasmtime: for each line of JSON on the standard input it makes the calls that are named, and writes what came of them."""

import json
import math
import sys
from importlib.metadata import version

from wasmtime import Config, Engine, Store, Trap, WasmtimeError, component
from wasmtime.component import _types

# The package takes the payload alone where its class tells the case: which case a value has is then a guess.
_types.VariantLikeType._tagged = lambda self: True

config = Config()
config.wasm_component_model_map = True
engine = Engine(config)

API, THINGS, HOST, OWNER = "test:soak/api", "test:soak/things", "test:soak/host", "test:soak/owner"


def cases(type):
    kind = type["kind"]
    if kind == "variant":
        return [(each["name"], each["type"]) for each in type["cases"]]
    if kind == "option":
        return [("none", None), ("some", type["some"])]
    return [("ok", type["ok"]), ("err", type["err"])]


def lower(type, value, handle):
    """A value from its plain form; `handle` makes a handle of its kind and number."""
    kind = type["kind"]
    if kind in ("f32", "f64", "u64", "s64"):
        return float(value) if kind[0] == "f" else int(value)
    if kind == "list":
        items = [lower(type["element"], each, handle) for each in value]
        return bytes(items) if type["element"]["kind"] == "u8" else items
    if kind == "tuple":
        return tuple(lower(each, value[index], handle) for index, each in enumerate(type["elements"]))
    if kind == "record":
        record = component.Record()
        for index, field in enumerate(type["fields"]):
            setattr(record, field["name"], lower(field["type"], value[index], handle))
        return record
    if kind == "enum":
        return type["cases"][value[0]]
    if kind == "flags":
        return set(value)
    if kind in ("variant", "option", "result"):
        name, payload = cases(type)[value[0]]
        return component.Variant(name, None if payload is None else lower(payload, value[1], handle))
    if kind in ("own", "borrow"):
        return handle(kind, value)
    return value


def lift(type, value, handle):
    """The plain form of a value; `handle` tells the number of a handle."""
    kind = type["kind"]
    if kind in ("f32", "f64"):
        return "nan" if math.isnan(value) else repr(value)
    if kind in ("u64", "s64"):
        return str(value)
    if kind == "list":
        return [lift(type["element"], each, handle) for each in value]
    if kind == "tuple":
        return [lift(each, value[index], handle) for index, each in enumerate(type["elements"])]
    if kind == "record":
        return [lift(field["type"], getattr(value, field["name"]), handle) for field in type["fields"]]
    if kind == "enum":
        return [type["cases"].index(value)]
    if kind == "flags":
        return [name for name in type["names"] if name in value]
    if kind in ("variant", "option", "result"):
        names = [name for name, _ in cases(type)]
        which = names.index(value.tag)
        payload = cases(type)[which][1]
        return [which] if payload is None else [which, lift(payload, value.payload, handle)]
    if kind in ("own", "borrow"):
        return handle(value)
    return value


def run(asked):
    functions, guests, fault = asked["functions"], asked["guests"], asked["fault"]
    compiled = component.Component.from_file(engine, asked["file"])
    linker = component.Linker(engine)
    if HOST in compiled.type.imports(engine):
        with linker.root() as root:
            with root.add_instance(HOST) as host:
                for index, function in enumerate(functions):
                    host.add_func(f"f{index}", answering(function["answer"]))
    store = Store(engine)
    instance = linker.instantiate(store, compiled)

    def call(interface, name, *args):
        outer = instance.get_export_index(store, interface)
        function = instance.get_func(store, instance.get_export_index(store, name, outer))
        result = function(store, *args)
        function.post_return(store)
        return result

    results = []
    try:
        if fault is not None:
            call(f"test:soak/stats{fault['guest']}", "arm", fault["call"])
        for made in asked["calls"]:
            function, lent = functions[made["func"]], []

            def make(kind, number):
                thing = call(THINGS, "[constructor]thing", number)
                if kind == "borrow":
                    lent.append(thing)
                return thing

            discard = lambda thing: call(THINGS, "discard", thing)
            args = [lower(type, made["args"][index], make) for index, type in enumerate(function["params"])]
            result = call(API, f"f{made['func']}", *args)
            results.append(None if function["result"] is None else lift(function["result"], result, discard))
            for thing in lent:
                discard(thing)
    except (Trap, WasmtimeError) as trap:
        return {"results": results, "trap": str(trap), "stats": None}
    stats = {
        "counts": [[call(f"test:soak/stats{guest}", "count", index) for index in range(len(functions))] for guest in range(guests)],
        "sums": [call(f"test:soak/stats{guest}", "sum") for guest in range(guests)],
        "posts": [call(f"test:soak/stats{guest}", "posts") for guest in range(guests)],
        "gets": call(OWNER, "gets"),
        "dropped": call(OWNER, "dropped"),
    }
    return {"results": results, "trap": None, "stats": stats}


def answering(answer):
    if answer == "nothing":
        return lambda store, *args: None
    if answer == "all":
        return lambda store, *args: args
    return lambda store, *args: args[answer]


print(json.dumps(f"wasmtime {version('wasmtime')}"), flush=True)
for line in sys.stdin:
    try:
        print(json.dumps(run(json.loads(line))), flush=True)
    except Exception as problem:
        print(json.dumps({"problem": f"{type(problem).__name__}: {problem}"}), flush=True)
