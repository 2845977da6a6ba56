"""Logistic regression on few counted columns and a dense vector, each multiplied in its own way."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack

_STRENGTH, _ROUNDS, _REMEMBERED = 10.0, 40, 5


class Rows:
    """The numbers of many texts: what was counted, and the sentences' vectors."""

    def __init__(self, counted: Any, dense: np.ndarray) -> None:
        """`counted` is sparse; both have a row for each text."""
        self.counted, self.dense = csr_matrix(counted, dtype=float), np.asarray(dense, float)
        self._turned = self.counted.T.tocsr()

    def pick(self, numbers: list[int]) -> Rows:
        """Some of the rows, in this order."""
        return Rows(self.counted[numbers], self.dense[numbers])

    def and_also(self, others: Rows) -> Rows:
        """These rows and others below them."""
        counted = vstack([self.counted, others.counted])
        return Rows(counted, np.vstack([self.dense, others.dense]))

    def met(self) -> tuple[Rows, np.ndarray]:
        """The same rows over the columns that any of them has, and which those are."""
        columns = np.flatnonzero(self.counted.getnnz(0))
        return Rows(self.counted[:, columns], self.dense), columns

    def times(self, weights: np.ndarray) -> np.ndarray:
        """A score for each row and column of weights."""
        known = self.counted.shape[1]
        return self.counted @ weights[:known] + self.dense @ weights[known:]

    def back(self, errors: np.ndarray) -> np.ndarray:
        """What the errors of the rows ask of each weight."""
        return np.vstack([self._turned @ errors, self.dense.T @ errors])


def fit(rows: Rows, wanted: np.ndarray, each_alone: bool) -> tuple[np.ndarray, np.ndarray]:
    """Weights (a row for each label) and biases for rows in which 1 marks the labels that hold.

    Rare labels weigh as much as frequent ones. `each_alone`: several labels may hold in one row.
    """
    count, labels = wanted.shape
    known = rows.counted.shape[1]
    rows, met = rows.met()
    width = len(met) + rows.dense.shape[1]
    held = wanted.sum(0)
    if each_alone:
        balance = np.where(wanted == 1, count / (2 * held), count / (2 * (count - held)))
    else:
        balance = (wanted @ (count / (labels * held)))[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = flat[:-labels].reshape(width, labels), flat[-labels:]
        scores = rows.times(weights) + bias
        likely, shares = _alone(scores, wanted) if each_alone else _among(scores, wanted)
        errors = _STRENGTH * balance * (shares - wanted)
        slope = np.concatenate([(rows.back(errors) + weights).ravel(), errors.sum(0)])
        return float(-_STRENGTH * (balance * likely).sum() + (weights * weights).sum() / 2), slope

    start = np.zeros(width * labels + labels)
    options = {"maxiter": _ROUNDS, "maxcor": _REMEMBERED}
    flat = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    found = flat[:-labels].reshape(width, labels)
    # A column that no row has keeps the weight nought.
    weights = np.zeros((labels, known + rows.dense.shape[1]), np.float32)
    weights[:, met], weights[:, known:] = found[: len(met)].T, found[len(met) :].T
    return weights, flat[-labels:].astype(np.float32)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Shares of one."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def sigmoid(scores: np.ndarray) -> np.ndarray:
    """A share of one for each alone."""
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))


def _among(scores: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    shares = softmax(scores)
    return wanted * np.log(np.maximum(shares, 1e-12)), shares


def _alone(scores: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    shares = sigmoid(scores)
    held = np.where(wanted == 1, shares, 1 - shares)
    return np.log(np.maximum(held, 1e-12)), shares
