"""An expected no: something that a person asked for and that cannot be done."""


class Refusal(Exception):  # noqa: N818 - a refusal is not an error
    """A sentence for a human that says what was refused and, where possible, what to do.

    The sentence holds no personal data: it may end up in a log. `field` names the field of the
    form that the sentence belongs to, or is empty when it concerns the whole.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
