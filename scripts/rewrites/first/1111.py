import itertools
from collections import Counter
from operator import itemgetter

#CONSTANT
ANIMAL = ['cat', 'camel', 'cow', 'dog', 'elephant', 'fox', 'giraffe', 'hippo', 'iguana', 'jaguar']


def task_func(animal_dict):
    animals = filter(ANIMAL.__contains__, animal_dict)
    counts = Counter(itertools.chain(*animals))
    return dict(counts.most_common())
