"""Runs the cases of the files beside it for bench, which package python tells of.

Reads requests from stdin, a JSON object a line, and answers each with one:

    {"make": "torch_functions.exp", "inputs": {"x": [[4096], "float32", "<base64>"], "alpha": 2}}
        -> {"id": 0, "library": "torch 2.9.1", "about": "..."}
    {"run": 0, "calls": 100}  -> {"seconds": 0.002}
    {"result": 0}             -> {"arrays": [[[4096], "float32", "<base64>"]]}
    {"drop": 0}               -> {}

or {"error": "..."}, with "missing" true if a library is not installed.
"""

import base64
import importlib
import json
import os
import sys
import time

# What libraries print goes to stderr; answers have the real stdout.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

steps = {}
made = 0


def decode(value):
    if not isinstance(value, list):
        return value
    import numpy

    shape, dtype, data = value
    return numpy.frombuffer(base64.b64decode(data), dtype).reshape(shape).copy()


def encode(value):
    import numpy

    a = numpy.ascontiguousarray(value)
    return [list(a.shape), a.dtype.name, base64.b64encode(a.tobytes()).decode()]


def make(name, inputs):
    global made
    file, function = name.split(".")
    module = importlib.import_module(file)
    library = importlib.import_module(file.split("_")[0])
    steps[made] = getattr(module, function)(**{k: decode(v) for k, v in inputs.items()})
    made += 1
    about = getattr(module, "about", lambda: "")()
    return {"id": made - 1, "library": library.__name__ + " " + library.__version__.split("+")[0], "about": about}


def run(step, calls):
    start = time.perf_counter()
    for _ in range(calls):
        step()
    return {"seconds": time.perf_counter() - start}


def result(step):
    out = step()
    return {"arrays": [encode(a) for a in (out if isinstance(out, tuple) else (out,))]}


def answer(request):
    if "make" in request:
        return make(request["make"], request["inputs"])
    if "run" in request:
        return run(steps[request["run"]], request["calls"])
    if "result" in request:
        return result(steps[request["result"]])
    del steps[request["drop"]]
    return {}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except ImportError as e:
        reply = {"error": str(e), "missing": True}
    except Exception as e:
        reply = {"error": f"{type(e).__name__}: {e}"}
    print(json.dumps(reply), file=answers, flush=True)
