"""How much of a sample may differ from what is known before that is more than chance."""

from math import comb

UNLIKELY = 0.01
"""A sample so bad, or worse, comes up less than once in a hundred if nothing has changed."""


def learned_share(count: int, of: int) -> float:
    """Return the share to expect of the next page where `count` of `of` pages had something.

    Laplace's rule of succession, (count + 1) / (of + 2): that all of ten pages had it does not promise that every
    page has (Laplace, Essai philosophique sur les probabilités, 1814).
    """
    return (count + 1) / (of + 2)


def too_few(count: int, of: int, share: float) -> bool:
    """Tell whether `count` of `of` sampled pages is less than chance explains where a `share` of all has something.

    The exact one-sided binomial test (Conover, Practical Nonparametric Statistics, 3rd edition, section 3.1): the
    probability of `count` or fewer, if each page has it with probability `share`, is below 1 %. It holds for samples
    of any size; a small one only shows what is far off. Ten pages of a field that 95 % have may hold seven of it;
    six are too few. A share of 1 is broken by a single page. An empty sample proves nothing.
    """
    at_most = sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(count + 1))
    return of > 0 and at_most < UNLIKELY


def too_many(count: int, of: int, share: float) -> bool:
    """Tell whether `count` of `of` sampled pages is more than chance explains where a `share` of all has something."""
    return too_few(of - count, of, 1 - share)
