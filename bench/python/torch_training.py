"""Training and encoding of autoencoders with PyTorch, at its best settings."""

import ctypes
import itertools
import time

import torch


def openblas():
    """OpenBLAS, if it is loaded: Debian's PyTorch multiplies with it."""
    for name in ("libopenblas.so.0", "libopenblas.so"):
        try:
            return ctypes.CDLL(name, ctypes.RTLD_NOLOAD if hasattr(ctypes, "RTLD_NOLOAD") else 4)
        except OSError:
            continue
    return None


OPENBLAS = openblas()
running = None  # the number of threads that is set


def threads(n):
    global running
    if n == running:  # in steps that are timed
        return
    torch.set_num_threads(n)
    if OPENBLAS is not None:
        OPENBLAS.openblas_set_num_threads(n)
    running = n


def network(widths, activation):
    """Widths are a text of numbers. Encoder and decoder: the last layer has a sigmoid, the code that of a single layer or none."""
    act = {"sigmoid": torch.nn.Sigmoid, "relu": torch.nn.ReLU}[activation]
    widths = [int(w) for w in widths.split()]
    layers = list(zip(widths, widths[1:]))
    encoder = []
    for i, (a, b) in enumerate(layers):
        encoder.append(torch.nn.Linear(a, b))
        if i < len(layers) - 1 or len(layers) == 1:
            encoder.append(act())
    decoder = []
    for i, (a, b) in enumerate(reversed(layers)):
        decoder += [torch.nn.Linear(b, a), torch.nn.Sigmoid() if i == len(layers) - 1 else act()]
    return torch.nn.Sequential(*encoder), torch.nn.Sequential(*decoder)


def adams(parameters):
    """Every implementation of Adam that this PyTorch has for the CPU."""
    for options in ({"fused": True}, {"foreach": True}, {"foreach": False}):
        try:
            yield options, torch.optim.Adam(parameters, lr=1e-3, **options)
        except (TypeError, RuntimeError):
            continue


def best(make, settings, calls=4):
    """The fastest step of all settings."""
    timed = []
    for setting in settings:
        try:
            step = make(*setting)
            step()
            fastest = float("inf")
            for _ in range(3):
                start = time.perf_counter()
                for _ in range(calls):
                    step()
                fastest = min(fastest, time.perf_counter() - start)
            timed.append((fastest, str(setting), step))
        except RuntimeError:  # a fused Adam that has no CPU kernel
            continue
    return min(timed)[2]


def train(x, widths, activation, batch, masking=0.0, contractive=0.0):
    torch.set_grad_enabled(True)
    x = torch.from_numpy(x)
    torch.manual_seed(0)
    encoder, decoder = network(widths, activation)
    parameters = list(encoder.parameters()) + list(decoder.parameters())

    def make(n, adam):
        options, opt = adam
        at, order = 0, torch.randperm(len(x))

        def step():
            nonlocal at, order
            threads(n)
            torch.set_grad_enabled(True)
            if at + batch > len(x):
                at, order = 0, torch.randperm(len(x))
            rows = x[order[at : at + batch]]
            at += batch
            seen = rows
            if masking:
                seen = rows * (torch.rand_like(rows) >= masking)
            h = encoder(seen)
            loss = (decoder(h) - rows).square().sum() / batch
            if contractive:  # one sigmoid layer: sum over units of h'^2 |W_j|^2
                squares = encoder[0].weight.square().sum(1)
                loss = loss + contractive * ((h * (1 - h)).square() @ squares).mean()
            opt.zero_grad(set_to_none=True)
            loss.backward()
            opt.step()

        return step

    return best(make, list(itertools.product((1, 2), adams(parameters))))


def encode(x, widths, activation):
    x = torch.from_numpy(x)
    encoder, _ = network(widths, activation)

    def make(n):
        def step():
            threads(n)
            torch.set_grad_enabled(False)
            return encoder(x)

        return step

    return best(make, [(1,), (2,)])
