"""Operations on matrices, likelihoods, optimisers' steps, random numbers and conversions of PyTorch, on one thread."""

import time

import torch
from torch.nn import functional

torch.set_num_threads(1)
torch.set_grad_enabled(False)


def about():
    return f"{torch.get_num_threads()} thread"


def matrix(function, x, row=None, col=None, k=0):
    """One operation on a matrix. Those that change x return it."""
    x = torch.from_numpy(x)
    row, col = (v if v is None else torch.from_numpy(v) for v in (row, col))
    if function == "scalerows":
        col = col[:, None]
    rows, cols = torch.empty(x.shape[0], dtype=x.dtype), torch.empty(x.shape[1], dtype=x.dtype)
    turned = torch.empty(x.shape[1], x.shape[0], dtype=x.dtype)
    return {
        "normalizerows": lambda: functional.normalize(x, dim=1),
        "rowsums": lambda: torch.sum(x, 1, out=rows),
        "colsums": lambda: torch.sum(x, 0, out=cols),
        "addrow": lambda: x.add_(row),
        "scalerows": lambda: x.mul_(col),
        "scalecols": lambda: x.mul_(row),
        "topk": lambda: torch.topk(x, k, 1),
        "transpose": lambda: turned.copy_(x.t()),
    }[function]


# Losses whose gradients by a are likelihoods' in Lamina.
LOSSES = {
    "squarederrorgrad": lambda a, x: functional.mse_loss(a, x, reduction="sum"),
    "bernoulligrad": lambda a, x: functional.binary_cross_entropy_with_logits(a, x, reduction="sum"),
    "poissongrad": lambda a, x: functional.poisson_nll_loss(a, x, reduction="sum"),
    "laplacegrad": lambda a, x: functional.l1_loss(a, x, reduction="sum"),
    "crossentropygrad": lambda a, x: functional.cross_entropy(a, x, reduction="sum"),
}


def likelihood(function, a, x):
    """A loss and its gradient by autograd, which is returned."""
    f, a, x = LOSSES[function], torch.from_numpy(a).requires_grad_(), torch.from_numpy(x)

    def step():
        with torch.enable_grad():
            return torch.autograd.grad(f(a, x), a)[0]

    return step


def gaussian(m, v, x):
    """The gradients of a Gaussian's -log p by its mean and log-variance."""
    m, v, x = torch.from_numpy(m).requires_grad_(), torch.from_numpy(v).requires_grad_(), torch.from_numpy(x)

    def step():
        with torch.enable_grad():
            return torch.autograd.grad((v + (m - x).square() * torch.exp(-v)).sum() / 2, (m, v))

    return step


OPTIMISERS = {
    "adam": lambda p, **options: torch.optim.Adam(p, lr=0.01, **options),
    "adamw": lambda p, **options: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1, **options),
    "sgd": lambda p, **options: torch.optim.SGD(p, lr=0.01, momentum=0.9, **options),
    "nesterov": lambda p, **options: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True, **options),
}


def optimiser(function, p, g):
    """Steps of the fastest optimiser of that name that this PyTorch has, which return the parameters."""

    def steps(options):
        w = torch.from_numpy(p.copy()).requires_grad_()
        w.grad = torch.from_numpy(g.copy())  # some change it
        opt = OPTIMISERS[function]([w], **options)

        def step():
            opt.step()
            return w.detach()

        return step

    timed = []
    for i, options in enumerate(({"fused": True}, {"foreach": True}, {"foreach": False})):
        try:
            step = steps(options)
            step()
        except (TypeError, RuntimeError):  # not in this version, or not for the CPU
            continue
        start = time.perf_counter()
        for _ in range(8):
            step()
        timed.append((time.perf_counter() - start, i, options))
    return steps(min(timed)[2])


def random(function, x):
    x = torch.from_numpy(x)
    return {
        "uniform": lambda: x.uniform_(),
        "normal": lambda: x.normal_(),
        "bernoulli": lambda: x.bernoulli_(0.5),
    }[function]


TYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16, "float32": torch.float32, "float64": torch.float64, "uint8": torch.uint8}


def convert(source, target, x):
    src = torch.from_numpy(x).to(TYPES[source])
    dst = torch.empty_like(src, dtype=TYPES[target])
    return lambda: dst.copy_(src)
