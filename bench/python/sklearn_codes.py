"""Sparse codes of scikit-learn, on one thread."""

import warnings

import sklearn
from sklearn.decomposition import sparse_encode

# In float32 its tolerance is often out of reach; bench compares objectives.
warnings.filterwarnings("ignore")


def lasso_cd(x, atoms, alpha, dtype):
    x, atoms = x.astype(dtype), atoms.astype(dtype)
    return lambda: sparse_encode(x, atoms, algorithm="lasso_cd", alpha=alpha, n_jobs=1, check_input=False)
