"""Five words that are easy to remember and hard to guess."""

import secrets
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """Give the list: common Dutch words of four to ten letters, written for this purpose."""
    text = files(__package__).joinpath("data", "words_nl.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def five_words() -> str:
    """Choose five words with the system's source of randomness: 55 bits with over 2,048 words.

    That is far more than anybody can try against Argon2id with 256 MiB a try.
    """
    return " ".join(secrets.choice(words()) for _index in range(5))
