"""Losses and gradients of autoencoders by PyTorch's autograd."""

import torch

try:
    from torch.func import jacrev, vmap
except ImportError:  # before 2.0
    from functorch import jacrev, vmap

functional = torch.nn.functional

ACTIVATIONS = {
    "identity": lambda a: a,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky-relu": lambda a: functional.leaky_relu(a, 0.01),
    "elu": functional.elu,
    "softplus": functional.softplus,
    "gelu": functional.gelu,
    "silu": functional.silu,
}


def penalised(x, hidden, code, layer_wise, weight, **tensors):
    """Gradients of |x - r|^2 + weight |J|^2, a mean over the rows of x, with J that of
    the whole encoder or, layer_wise, summed over its layers. The tensors are wL and bL of
    the encoder's layers and vL and cL of the decoder's, which is tied where there
    is no v. They come back in order, the loss first."""
    x = torch.from_numpy(x)
    p = {name: torch.from_numpy(t).requires_grad_() for name, t in tensors.items()}
    depth = sum(name.startswith("w") for name in p)
    activation = [ACTIVATIONS[hidden]] * (depth - 1) + [ACTIVATIONS[code]]

    def layer(l, x):
        return activation[l](x @ p[f"w{l}"] + p[f"b{l}"].reshape(-1))

    def encode(x):
        for l in range(depth):
            x = layer(l, x)
        return x

    def decode(x):
        for l in range(depth):
            v = p[f"v{l}"] if f"v{l}" in p else p[f"w{depth - 1 - l}"].T
            x = x @ v + p[f"c{l}"].reshape(-1)
            if l < depth - 1:
                x = ACTIVATIONS[hidden](x)
        return x

    def squares(f, x):
        return vmap(jacrev(f))(x).square().sum((1, 2))

    def step():
        with torch.enable_grad():
            loss = (x - decode(encode(x))).square().sum(1)
            if layer_wise:
                seen = x
                for l in range(depth):
                    loss = loss + weight * squares(lambda row: layer(l, row), seen)
                    seen = layer(l, seen)
            else:
                loss = loss + weight * squares(encode, x)
            loss = loss.mean()
            names = sorted(p)
            found = torch.autograd.grad(loss, [p[n] for n in names])
            return (loss.detach().reshape(1).numpy(), *(g.numpy() for g in found))

    return step
