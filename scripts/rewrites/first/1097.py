import string

STOP = frozenset(
    """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself
    she her hers herself it its itself they them their theirs themselves what which who whom this
    that these those am is are was were be been being have has had having do does did doing a an
    the and but if or because as until while of at by for with about against between into through
    during before after above below to from up down in out on off over under again further then
    once more""".split()
)


class Cleaner:
    table = str.maketrans("", "", string.punctuation)

    def __init__(self, text):
        self.text = text

    def without_links(self):
        for word in self.text.split():
            for scheme in ("http://", "https://"):
                at = word.find(scheme)
                if at >= 0 and len(word) > at + len(scheme):
                    word = word[:at]
            yield word

    def __iter__(self):
        for word in self.without_links():
            bare = word.translate(self.table)
            if bare and bare.lower() not in STOP:
                yield bare


def task_func(text):
    return " ".join(Cleaner(text))
