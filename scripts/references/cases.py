"""Random inputs with SciPy's answers, with which Tests/StatisticsTests/SciPyTests.swift compares ours.

    .venv/bin/python cases.py

prints JSON: for each function a list of {"samples": [[number]], "numbers": [number], "expected": [number]}.
The same inputs every time: each function's generator is seeded with its name.
"""

import json
import sys
import zlib

import numpy as np
from scipy import stats

COUNT = 1000
ROWS = 10  # samples of one size that SciPy takes at once, since a call costs it a millisecond
FUNCTIONS = []


def function(make):
    """Registers what makes a list of cases from a generator."""
    FUNCTIONS.append(make)
    return make


def case(samples, expected, numbers=()):
    return {
        "samples": [np.asarray(sample, dtype=float).tolist() for sample in samples],
        "numbers": [float(number) for number in numbers],
        "expected": [float(number) for number in expected],
    }


def cases(samples, expected, numbers=()):
    """A case from each row of the samples and of the expected values."""
    return [case(row, values, numbers) for row, values in zip(zip(*samples), zip(*expected))]


def normal(random, smallest, largest, rows=1):
    """Rows of normal values, as many as chance says from smallest to largest, each row of its own scale."""
    count = random.integers(smallest, largest, endpoint=True)
    return random.normal(random.uniform(-20, 100, (rows, 1)), random.uniform(0.1, 30, (rows, 1)), (rows, count))


def positive(random, smallest, largest, rows=1):
    count = random.integers(smallest, largest, endpoint=True)
    return random.lognormal(random.uniform(0, 10, (rows, 1)), random.uniform(0.01, 1, (rows, 1)), (rows, count))


def tied(random, smallest, largest, rows=1):
    """Rows of few whole numbers that all hold a 5, so that two of them always tie."""
    count = random.integers(smallest, largest, endpoint=True)
    sample = random.integers(-4, 5, (rows, count))
    sample[:, -1] = 5
    return sample


def every_sign(d, distance):
    """The share of sign patterns whose distance is at least that of d."""
    return stats.permutation_test(
        (d,), distance, vectorized=True, permutation_type="samples", n_resamples=np.inf, alternative="greater"
    ).pvalue


@function
def welch(random):
    a, b = normal(random, 2, 12, ROWS), normal(random, 2, 12, ROWS)
    test = stats.ttest_ind(a, b, axis=1, equal_var=False)
    level = random.uniform(0.5, 0.999)
    interval = test.confidence_interval(level)
    return cases([a, b], [test.statistic, test.df, test.pvalue, *interval], [level])


@function
def welch_on_logs(random):
    a, b = positive(random, 2, 12, ROWS), positive(random, 2, 12, ROWS)
    test = stats.ttest_ind(np.log(a), np.log(b), axis=1, equal_var=False)
    ratio = np.exp(np.mean(np.log(a), axis=1) - np.mean(np.log(b), axis=1))
    return cases([a, b], [ratio, test.pvalue, *np.exp(test.confidence_interval(0.95))])


@function
def mann_whitney_exact(random):
    a, b = normal(random, 1, 15, ROWS), normal(random, 1, 15, ROWS)
    return cases([a, b], stats.mannwhitneyu(a, b, axis=1, method="exact"))


@function
def mann_whitney_asymptotic(random):
    a, b = tied(random, 2, 40, ROWS), tied(random, 2, 40, ROWS)
    return cases([a, b], stats.mannwhitneyu(a, b, axis=1, method="asymptotic"))


@function
def mann_whitney_auto(random):
    sample = normal if random.random() < 0.7 else tied
    a, b = sample(random, 2, 14, ROWS), sample(random, 2, 14, ROWS)
    return cases([a, b], stats.mannwhitneyu(a, b, axis=1))


@function
def wilcoxon_exact(random):
    d = random.normal(random.normal(size=(ROWS, 1)), 1, (ROWS, random.integers(1, 40)))
    return cases([d], [stats.wilcoxon(d, axis=1, method="exact").pvalue])


@function
def wilcoxon_ties(random):
    d = random.choice([-3, -2, -1, 1, 2, 3], random.integers(2, 9))

    def distance(d, axis):
        return np.abs(np.sum(np.sign(d) * stats.rankdata(np.abs(d), axis=axis), axis=axis))

    return [case([d], [every_sign(d, distance)])]


@function
def sign_test(random):
    d = tied(random, 1, 60)[0]
    return [case([d], [stats.binomtest(np.sum(d > 0), np.sum(d != 0)).pvalue])]


@function
def permutation_exact(random):
    sample = normal if random.random() < 0.7 else tied
    a, b = sample(random, 2, 5)[0], sample(random, 2, 5)[0]
    if random.random() < 0.7:
        b = b - np.mean(b) + np.mean(a) + random.normal() * np.std(a)

    def distance(a, b, axis):
        return np.abs(np.mean(a, axis=axis) - np.mean(b, axis=axis))

    test = stats.permutation_test(
        (a, b), distance, vectorized=True, n_resamples=np.inf, alternative="greater"
    )
    return [case([a, b], [test.pvalue])]


@function
def sign_flip(random):
    d = random.normal(random.normal(), 1, random.integers(6, 10))

    def distance(d, axis):
        return np.abs(np.mean(d, axis=axis))

    return [case([d], [every_sign(d, distance)] * 2)]


@function
def step_down_sign_flip(random):
    """Every pattern of signs, one for each block; blocks that a cell lacks are 1e300."""
    cells, blocks = random.integers(2, 5), random.integers(6, 9)
    d = random.normal(random.normal(0, 1, (cells, 1)), random.uniform(0.1, 2, (cells, 1)), (cells, blocks))
    d[random.random(d.shape) < 0.05 * (blocks > 6)] = np.nan
    if np.min(np.sum(~np.isnan(d), axis=1)) < 6:
        return []
    signs = 1 - 2 * ((np.arange(2**blocks)[:, None] >> np.arange(blocks)) & 1)
    flipped = signs[:, None, :] * d
    p = stats.ttest_1samp(flipped, 0, axis=2, nan_policy="omit").pvalue
    order = np.argsort(p[0])
    least = np.minimum.accumulate(p[:, order[::-1]], axis=1)[:, ::-1]
    adjusted = np.empty(cells)
    adjusted[order] = np.maximum.accumulate(np.mean(least <= p[0, order] * (1 + 1e-9), axis=0))
    return [case(np.where(np.isnan(d), 1e300, d), adjusted)]


@function
def f_distribution(random):
    numerator, denominator, f = random.integers(1, 30), random.integers(1, 500), 10 ** random.uniform(-2, 1.5)
    return [case([], [stats.f.sf(f, numerator, denominator)], [numerator, denominator, f])]


def dummies(levels):
    return (levels[:, None] == np.unique(levels)).astype(float)


@function
def drift(random):
    """ln(value) ~ workload + block + position by least squares; sessions in random order, a tenth of the values lost."""
    workloads, blocks = random.integers(3, 7), random.integers(5, 10)
    places = np.array([(w, b, p) for b in range(blocks) for p, w in enumerate(random.permutation(workloads))])
    places = places[random.random(len(places)) > 0.1]
    effects = [random.normal(0, scale, 10) for scale in (1, 0.05, random.choice([0.001, 0.02]))]
    logs = 9 + sum(effect[place] for effect, place in zip(effects, places.T)) + random.normal(0, 0.01, len(places))
    columns = [dummies(place) for place in places.T]
    both, full = np.hstack(columns[:2]), np.hstack(columns)
    ranks = np.linalg.matrix_rank(both), np.linalg.matrix_rank(full)
    if ranks[1] - ranks[0] < workloads - 1 or len(places) <= ranks[1]:
        return []
    solution = np.linalg.lstsq(full, logs, rcond=None)[0]
    squares = [np.sum((logs - model @ np.linalg.lstsq(model, logs, rcond=None)[0]) ** 2) for model in (both, full)]
    df = ranks[1] - ranks[0], len(places) - ranks[1]
    f = (squares[0] - squares[1]) / df[0] / (squares[1] / df[1])
    position, third = solution[both.shape[1] :], max(1, workloads // 3)
    gap = np.mean(position[:third]) - np.mean(position[-third:])
    return [case([np.exp(logs), *places.T], [f, stats.f.sf(f, *df), np.exp(gap)])]


@function
def equivalence(random):
    d, delta = random.normal(random.normal() / 50, 0.02, random.integers(2, 20)), random.uniform(0.005, 0.1)
    bound = np.log1p(delta)
    above = stats.ttest_1samp(d, -bound, alternative="greater").pvalue
    below = stats.ttest_1samp(d, bound, alternative="less").pvalue
    return [case([np.exp(d)], [above, below], [delta])]


@function
def holm(random):
    p = random.uniform(0, 1, random.integers(1, 40)) ** random.integers(1, 5)
    order = np.argsort(p)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return [case([p], adjusted)]


@function
def benjamini_hochberg(random):
    p = random.uniform(0, 1, random.integers(1, 40)) ** random.integers(1, 5)
    return [case([p], stats.false_discovery_control(p))]


@function
def student_t(random):
    df, t, probability = 10 ** random.uniform(-0.3, 4), random.normal() * 4, 10 ** random.uniform(-8, -0.4)
    quantiles = stats.t.ppf([probability, 1 - probability], df)
    return [case([], [stats.t.cdf(t, df), *quantiles], [df, t, probability])]


@function
def noncentral_t(random):
    df, noncentrality = random.uniform(1, 100), random.uniform(-6, 6)
    t = noncentrality + random.normal()
    return [case([], [stats.nct.cdf(t, df, noncentrality)], [df, noncentrality, t])]


@function
def normal_distribution(random):
    z, probability = random.normal() * 4, 10 ** random.uniform(-12, -0.4)
    return [case([], [stats.norm.cdf(z), *stats.norm.ppf([probability, 1 - probability])], [z, probability])]


@function
def binomial(random):
    trials, probability = random.integers(1, 2000), random.uniform(0.001, 0.999)
    count = random.binomial(trials, probability) + random.integers(-3, 4)
    return [case([], [stats.binom.cdf(count, trials, probability)], [trials, probability, count])]


@function
def quantile(random):
    sample, probability = normal(random, 1, 50)[0], random.choice([random.random(), 0, 0.25, 0.5, 0.975, 1])
    return [case([sample], [np.quantile(sample, probability)], [probability])]


@function
def hodges_lehmann(random):
    a, b = normal(random, 1, 20)[0], normal(random, 1, 20)[0]
    walsh = [(a[i] + a[j]) / 2 for i in range(len(a)) for j in range(i, len(a))]
    return [case([a, b], [np.median(walsh), np.median(np.subtract.outer(a, b))])]


@function
def hodges_lehmann_interval(random):
    """Inverts SciPy's exact test: the interval ends where a shift is no longer rejected at its own level."""
    a, b = normal(random, 4, 8)[0], normal(random, 4, 8)[0]
    differences = np.sort(np.subtract.outer(a, b).ravel())
    # Shifts between neighbouring differences stand for all shifts there; by symmetry the lower half will do.
    shifts = ((differences[:-1] + differences[1:]) / 2)[: len(differences) // 2]
    rejections = stats.mannwhitneyu(a - shifts[:, None], b[None], axis=1, method="exact").pvalue <= 0.05
    return [case([a, b], [differences[sum(rejections)], differences[len(differences) - 1 - sum(rejections)]])]


@function
def bca(random):
    sample = random.gamma(random.uniform(4, 40), 10, random.integers(6, 15))
    result = stats.bootstrap((sample,), np.mean, n_resamples=1000, method="BCa", rng=random)
    return [case([sample], result.confidence_interval, [stats.sem(sample)])]


@function
def mean_interval(random):
    sample = normal(random, 2, 30, ROWS)
    scale = stats.sem(sample, axis=1)
    return cases([sample], stats.t.interval(0.95, sample.shape[1] - 1, loc=sample.mean(axis=1), scale=scale))


@function
def geometric_mean_ratio(random):
    """Log ratios of conditions (rows) in blocks: Student's interval of the blocks' means over conditions."""
    shape = random.integers(1, 8), random.integers(6, 16)
    logs = random.normal(random.uniform(-1, 1, (shape[0], 1)), 10 ** random.uniform(-3, -0.5), shape)
    means = logs.mean(axis=0)
    interval = stats.t.interval(0.95, shape[1] - 1, loc=means.mean(), scale=stats.sem(means))
    return [case(logs, np.exp([means.mean(), *interval]))]


@function
def least_squares_slope(random):
    x = normal(random, 2, 30)[0]
    y = random.uniform(-3, 3) * x + random.normal(0, 10, len(x))
    return [case([x, y], [stats.linregress(x, y).slope])]


def main():
    made = {}
    for make in FUNCTIONS:
        random = np.random.default_rng(zlib.crc32(make.__name__.encode()))
        made[make.__name__] = []
        while len(made[make.__name__]) < COUNT:
            made[make.__name__] += make(random)
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main()
