"""Elementwise functions, rows and reductions of PyTorch, on one thread."""

import torch

torch.set_num_threads(1)
torch.set_grad_enabled(False)


def about():
    return f"{torch.get_num_threads()} thread, {torch.backends.cpu.get_cpu_capability()}" if hasattr(torch.backends, "cpu") and hasattr(
        torch.backends.cpu, "get_cpu_capability"
    ) else f"{torch.get_num_threads()} thread"


# Functions of one tensor, by the name that torch has for them.
ONE = {
    "exp": torch.exp,
    "expm1": torch.expm1,
    "log": torch.log,
    "log1p": torch.log1p,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "erf": torch.erf,
    "sin": torch.sin,
    "cos": torch.cos,
    "sqrt": torch.sqrt,
    "abs": torch.abs,
    "neg": torch.neg,
    "sign": torch.sign,
}

# Functions of two.
TWO = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
}

# Functions that cannot write to a tensor of the caller's.
FRESH = {
    "softplus": torch.nn.functional.softplus,
    "logsigmoid": torch.nn.functional.logsigmoid,
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
    "elu": torch.nn.functional.elu,
    "relu": torch.relu,
    "leakyrelu": lambda x: torch.nn.functional.leaky_relu(x, 0.01),
    "softthreshold": lambda x: torch.nn.functional.softshrink(x, 0.5),
    "sum": torch.sum,
    "mean": torch.mean,
    "variance": lambda x: torch.var_mean(x, unbiased=False),
    "min": torch.min,
    "max": torch.max,
    "argmax": torch.argmax,
    "nrm2": torch.linalg.norm,
    "logsumexp": lambda x: torch.logsumexp(x, 0),
}

# Derivatives, from the gradient after a function and its input or output.
BACKWARD = {
    "sigmoidgrad": torch.ops.aten.sigmoid_backward,
    "tanhgrad": torch.ops.aten.tanh_backward,
    "gelugrad": lambda dy, x: torch.ops.aten.gelu_backward(dy, x, approximate="none"),
    "silugrad": torch.ops.aten.silu_backward,
    "relugrad": lambda dy, y: torch.ops.aten.threshold_backward(dy, y, 0),
    "leakyrelugrad": lambda dy, y: torch.ops.aten.leaky_relu_backward(dy, y, 0.01, True),
    "elugrad": lambda dy, y: torch.ops.aten.elu_backward(dy, 1, 1, 1, True, y),
    "softplusgrad": lambda dy, x: torch.ops.aten.softplus_backward(dy, x, 1, 20),
}

# Functions along the rows of a matrix.
ROWS = {
    "softmax": torch.softmax,
    "logsoftmax": torch.log_softmax,
}


def one(function, x):
    f, x, y = ONE[function], torch.from_numpy(x), torch.from_numpy(x.copy())
    return lambda: f(x, out=y)


def two(function, x, y):
    f, x, y, z = TWO[function], torch.from_numpy(x), torch.from_numpy(y), torch.from_numpy(x.copy())
    return lambda: f(x, y, out=z)


def fresh(function, x):
    f, x = FRESH[function], torch.from_numpy(x)
    return lambda: f(x)


def backward(function, dy, x):
    f, dy, x = BACKWARD[function], torch.from_numpy(dy), torch.from_numpy(x)
    if function == "softplusgrad":  # which has the input where Lamina has the output
        x = x.expm1().log()
    return lambda: f(dy, x)


def rows(function, x):
    f, x = ROWS[function], torch.from_numpy(x)
    return lambda: f(x, 1)


def dot(x, y):
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    return lambda: torch.dot(x, y)


def squareddistance(x, y):
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    return lambda: torch.nn.functional.mse_loss(x, y, reduction="sum")


def axpy(alpha, x, y):
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    return lambda: y.add_(x, alpha=alpha)


def scale(alpha, x):
    x, y = torch.from_numpy(x), torch.from_numpy(x.copy())
    return lambda: torch.mul(x, alpha, out=y)


def clamp(x, lo, hi):
    x, y = torch.from_numpy(x), torch.from_numpy(x.copy())
    return lambda: torch.clamp(x, lo, hi, out=y)


def muladd(x, y, z):
    x, y, z, out = torch.from_numpy(x), torch.from_numpy(y), torch.from_numpy(z), torch.from_numpy(x.copy())
    return lambda: torch.addcmul(z, x, y, out=out)
